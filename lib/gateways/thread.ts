import "server-only";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

const START_WITHIN_MS = 15_000;

/**
 * A thread that runs a file of `lib/gateways`. The source itself runs, by tsx: the app is started from a checkout, and a bundler
 * would not find the thread's file.
 */
export async function startThread(name: string, mostMiB?: number): Promise<Worker> {
  const file = join(process.cwd(), "lib", "gateways", `${name}.ts`);
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(`file://${file}`)}); }).then(() => require("node:worker_threads").parentPort.postMessage("ready"))`;
  const thread = new Worker(code, {
    eval: true,
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
    resourceLimits: { stackSizeMb: 4, ...(mostMiB === undefined ? {} : { maxOldGenerationSizeMb: mostMiB }) },
  });
  thread.unref();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      void thread.terminate();
      reject(new Error(`The thread ${name} did not start`));
    }, START_WITHIN_MS);
    const settled = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    thread.once("message", () => settled(resolve));
    thread.once("error", (error) => settled(() => reject(error)));
  });
  thread.removeAllListeners("error");
  return thread;
}
