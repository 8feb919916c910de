import { randomBytes, timingSafeEqual } from "node:crypto";
import http from "node:http";
import path from "node:path";
import { z } from "zod";
import { REGIONS, ROUTES } from "../shop";
import { FAULT_NAMES, type FaultName, isChosen } from "./fault-names";
import type { FaultBook } from "./faults";
import { readJson, writeJson } from "./files";

const Address = z.object({ url: z.string(), token: z.string() });
const Command = z
  .strictObject({
    name: z.enum(FAULT_NAMES as [FaultName, ...FaultName[]]),
    seconds: z.number().positive().max(86_400),
    route: z.enum(ROUTES).optional(),
    region: z.enum(REGIONS).optional(),
  })
  .superRefine(({ name, ...rest }, { addIssue }) => {
    for (const part of ["route", "region"] as const)
      if (rest[part] !== undefined && !isChosen(name, part))
        addIssue({ code: "custom", path: [part], message: `${name} has no ${part} that could be chosen` });
  });
const MOST_BYTES = 1000;

const addressFile = (demoDir: string) => path.join(demoDir, "control.json");

export function readControlAddress(demoDir: string): { url: string; token: string } | undefined {
  return readJson(addressFile(demoDir), Address);
}

/** GET lists the active faults, POST begins one, DELETE ends all. The token keeps web pages and other users out. */
export async function serveControl(demoDir: string, port: number, faults: FaultBook): Promise<http.Server> {
  const token = randomBytes(24).toString("hex");
  const server = http.createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (!sameToken(request.headers.authorization ?? "", `Bearer ${token}`))
      return answer(401, { error: "token needed" });
    if (request.url !== "/faults") return answer(404, { error: "only /faults is here" });
    obey(request, faults).then(
      () => answer(200, { faults: faults.list() }),
      (error: Error) => answer(error instanceof z.ZodError ? 400 : 500, { error: error.message }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  writeJson(addressFile(demoDir), { url: `http://127.0.0.1:${port}/faults`, token });
  return server;
}

async function obey(request: http.IncomingMessage, faults: FaultBook): Promise<void> {
  if (request.method === "DELETE") return faults.clear();
  if (request.method !== "POST") return;
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MOST_BYTES) throw new Error("too long");
  }
  const { name, seconds, ...chosen } = Command.parse(JSON.parse(body));
  await faults.begin(name, seconds, chosen);
}

function sameToken(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
