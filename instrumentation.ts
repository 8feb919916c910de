/** Watches every request, and starts the evaluator and the search, once for the server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { watchEveryRequest } = await import("@/lib/every-request");
  watchEveryRequest();
  const { startEvaluator } = await import("@/lib/evaluator/run");
  await startEvaluator();
  const { startDecisionSearch } = await import("@/lib/views/decision-search");
  startDecisionSearch();
}
