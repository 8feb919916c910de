import path from "node:path";
import { HELP, type Order, parseOrder } from "./command-line";
import { sendToDemo } from "./remote";
import { FAULT_NAMES, FAULTS } from "./supervisor/fault-names";

async function obey(order: Order): Promise<string> {
  const demoDir = path.resolve(process.env.DATA_DIR ?? "data", "demo");
  switch (order.do) {
    case "help":
      return HELP;
    case "list":
      return `${FAULT_NAMES.map((name) => `${name.padEnd(15)} ${FAULTS[name]}`).join("\n")}\n`;
    case "status":
      return sendToDemo(demoDir, "GET");
    case "clear":
      return sendToDemo(demoDir, "DELETE");
    case "fault": {
      const { do: _, ...fault } = order;
      return sendToDemo(demoDir, "POST", fault);
    }
    case "run":
      return (await import("./run")).runAlone();
  }
}

try {
  process.stdout.write(await obey(parseOrder(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
