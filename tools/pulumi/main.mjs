// `npm start` and `npm run preview|up|refresh|destroy|url|pulumi`: loads the built tools/pulumi/main.ts and runs it.
import bundles from "../build/bundles.cjs";
import loader from "../build/load.cjs";

// Most of what Pulumi's own processes do before our code begins is compiling its packages; Node 20 does not read this.
process.env.NODE_COMPILE_CACHE ??= bundles.compileCache;

try {
  process.exitCode = await loader.load("pulumi").main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
