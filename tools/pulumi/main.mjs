// `npm start` and `npm run preview|up|refresh|destroy|url|pulumi`: loads the built tools/pulumi/main.ts and runs it.
import loader from "../build/load.cjs";

try {
  process.exitCode = await loader.load("pulumi").main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
