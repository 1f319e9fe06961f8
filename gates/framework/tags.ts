// Tags: what a comment in the database says to machines. `Tenants. @class truth @tenant id` has two. Pure.

/** A tag stands alone or after a blank, and has one word. What other tools read in comments is left to them. */
const tag = /(?:^|\s)@([a-z][a-z-]*)\s+(\S+)/g;

/** Name → word, without the full stop of a sentence that it ends; of several of one name the last. */
export function tagsOf(comment: string): ReadonlyMap<string, string> {
  return new Map(allTags(comment));
}

/** Whether a comment has a tag with this word, among others of the same name. */
export function hasTag(comment: string, name: string, word: string): boolean {
  return allTags(comment).some(([own, said]) => own === name && said === word);
}

function allTags(comment: string): readonly (readonly [name: string, word: string])[] {
  return [...comment.matchAll(tag)].map(([, name = "", word = ""]) => [name, word.replace(/[.,;]$/, "")]);
}

/** The comment with a tag added at its end. */
export function withTag(comment: string, name: string, word: string): string {
  return `${comment}${comment === "" ? "" : " "}@${name} ${word}`;
}
