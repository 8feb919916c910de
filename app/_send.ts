/** What the server says to a change: its answer, or why it refused, in words. */
export type Sent<Answer> = { answer: Answer } | { refused: { status: number; detail: string; wayOut: string | null } };

/** Sends a change to the API. Never throws: what went wrong is for whoever pressed the button. */
export async function send<Answer>(
  method: "POST" | "PUT" | "DELETE",
  address: string,
  body: object,
  ifMatch: string | null = null,
): Promise<Sent<Answer>> {
  try {
    const response = await fetch(address, {
      method,
      headers: { "content-type": "application/json", ...(ifMatch === null ? {} : { "if-match": ifMatch }) },
      body: JSON.stringify(body),
    });
    const said = await response.json();
    if (response.ok) return { answer: said as Answer };
    const { detail, wayOut } = said as { detail?: string; wayOut?: string };
    return {
      refused: {
        status: response.status,
        detail: detail ?? `The server answered ${response.status}.`,
        wayOut: wayOut ?? null,
      },
    };
  } catch {
    const detail = "The server did not answer. Whether it changed anything shows when it does.";
    return { refused: { status: 0, detail, wayOut: "Reload the page, then try again." } };
  }
}
