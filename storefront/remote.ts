import { z } from "zod";
import { readControlAddress } from "./supervisor/control";

const Answer = z.object({ faults: z.array(z.object({ name: z.string(), until: z.string() })) });
const Refusal = z.object({ error: z.string() });

/** Sends an order to the demo that runs on `demoDir` and puts its answer into words. */
export async function sendToDemo(demoDir: string, method: "GET" | "POST" | "DELETE", order?: object): Promise<string> {
  const notRunning = new Error(`no demo is running on ${demoDir}; start it with npm start, or name its DATA_DIR`);
  const address = readControlAddress(demoDir);
  if (!address) throw notRunning;
  const response = await fetch(address.url, {
    method,
    headers: { authorization: `Bearer ${address.token}` },
    ...(order && { body: JSON.stringify(order) }),
  }).catch(() => {
    throw notRunning;
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`the demo refused: ${Refusal.parse(body).error}`);
  const { faults } = Answer.parse(body);
  if (faults.length === 0) return "No fault is active.\n";
  return faults.map(({ name, until }) => `${name} until ${until}\n`).join("");
}
