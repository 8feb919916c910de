import { seeded } from "../../random";
import { PARAMETERS } from "../parameters";
import { assembleOrigin } from "./assemble";
import { OriginSettings } from "./settings";

const settings = OriginSettings.parse(JSON.parse(process.argv[2] ?? ""));
const { server } = await assembleOrigin(settings, PARAMETERS, seeded(process.pid), console.error);
server.listen(settings.port, "127.0.0.1");
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
