import { parseArgs } from "node:util";
import { NORMAL_POLICY, SHORT_POLICY } from "../cache-policy";
import { seeded } from "../random";
import { SEED } from "../shop";
import { cacheAside } from "./cache-aside";
import { openDatabase } from "./database";
import { cacheRequests, databaseReads } from "./metrics";
import { OriginOrder } from "./orders";
import { categoryKey, pages, productKey } from "./pages";
import { connectRedis } from "./redis-tier";
import { originServer } from "./server";

const { values } = parseArgs({
  options: { port: { type: "string" }, "redis-port": { type: "string" }, database: { type: "string" } },
});
const random = seeded(SEED);
const database = openDatabase(values.database ?? "storefront.sqlite", random);
const redis = await connectRedis(Number(values["redis-port"]), console.error);
const cache = cacheAside(redis, random, (tier, hit) => cacheRequests.inc({ tier, result: hit ? "hit" : "miss" }));
const shop = pages(database, cache, random, (cause) => databaseReads.inc({ cause }));

const catalogue = database.everything();
await cache.warm([
  ...catalogue.products.map((product): [string, object] => [productKey(product.id), product]),
  ...catalogue.categories.map((category): [string, object] => [categoryKey(category.id), category]),
]);
originServer(shop).listen(Number(values.port), "127.0.0.1");

process.on("message", async (message) => {
  const order = OriginOrder.parse(message);
  if (order.order === "flush") {
    await cache.flush();
    return;
  }
  const policy = order.policy === "short" ? SHORT_POLICY : NORMAL_POLICY;
  cache.setPolicy(policy);
  shop.setPolicy(policy);
  database.setSlowness(order.databaseSlowness);
});
for (const end of ["disconnect", "SIGTERM", "SIGINT"] as const) process.once(end, () => process.exit(0));
