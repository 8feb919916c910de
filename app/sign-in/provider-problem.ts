import type { Problem } from "@/app/_send";

const SAID: Record<string, { detail: string; wayOut: string }> = {
  unavailable: { detail: "%s does not answer, so nobody can sign in by it now.", wayOut: "Try again in a moment." },
  access_denied: {
    detail: "%s did not let you in, or you turned back there.",
    wayOut: "Try again, or ask whoever runs it.",
  },
  account_not_linked: {
    detail: "Somebody has an account here under the email address that %s says, and it is not tied to your name there.",
    wayOut: "Sign in with your password, or ask an admin.",
  },
  unable_to_create_session: { detail: "This account may not sign in.", wayOut: "An admin can enable it in Settings." },
  email_not_found: {
    detail: "%s said no email address.",
    wayOut: "Whoever runs it can release the email to Plumbline; OIDC_SCOPES names what is asked for.",
  },
};

/** What the code in the way back from an identity provider means. Whoever wrote the address wrote the code, so it is not shown. */
export function providerProblem(code: string, provider: string | null): Problem {
  const { detail, wayOut } = SAID[code] ?? {
    detail: "Signing in by %s came to no end.",
    wayOut: "Try again; the server's log says more.",
  };
  const words = detail.replace("%s", provider ?? "the identity provider");
  return { status: 0, detail: words.charAt(0).toUpperCase() + words.slice(1), wayOut };
}
