// How long a step that reads or writes rows may take, from the size of its table. A range, because disks and machines differ. Pure.
import type { Step } from "../plan/model";

/**
 * Bytes in a second, on the slow disk of a cloud and in memory. On a million rows (130 MB, in memory, one of two cores) were
 * measured: VALIDATE of a check 200 MB/s and of a foreign key 250, CREATE INDEX 70 to 170, a new type under three indexes 23.
 */
const speeds = {
  scan: { slow: 30e6, fast: 500e6 },
  index: { slow: 10e6, fast: 150e6 },
  rewrite: { slow: 8e6, fast: 100e6 },
};

/** `2 to 40 s`, `up to 12 s`, `under 1 s`; empty for a step that takes no longer on a large table, or of unknown size. */
export function describeTime(step: Step): string {
  if (step.estimate === null || !(step.scans || step.rewrites) || step.inBatches !== undefined) return "";
  const { slow, fast } = speeds[step.rewrites ? "rewrite" : isBuild(step) ? "index" : "scan"];
  const [low, high] = [step.estimate.bytes / fast, step.estimate.bytes / slow];
  if (high < 1) return "under 1 s";
  return low < 1 ? `up to ${inWords(high)}` : rangeInWords(low, high);
}

const isBuild = ({ sql }: Step): boolean => /^(CREATE (UNIQUE )?INDEX|REINDEX) /.test(sql);

interface Unit {
  readonly word: string;
  readonly seconds: number;
}

const units: readonly Unit[] = [
  { word: "h", seconds: 3600 },
  { word: "min", seconds: 60 },
];
const second: Unit = { word: "s", seconds: 1 };

/** From 100 s on minutes are meant, from 100 min on hours. */
const unitOf = (seconds: number): Unit => units.find((unit) => seconds >= unit.seconds * 1.67) ?? second;

const inUnit = (seconds: number, unit: Unit): number => Math.max(1, Math.round(seconds / unit.seconds));

function inWords(seconds: number): string {
  const unit = unitOf(seconds);
  return `${inUnit(seconds, unit)} ${unit.word}`;
}

function rangeInWords(low: number, high: number): string {
  const [from, to] = [unitOf(low), unitOf(high)];
  const begin = from === to ? String(inUnit(low, from)) : inWords(low);
  return `${begin} to ${inWords(high)}`;
}
