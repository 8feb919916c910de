import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { shellView } from "@/lib/views/shell";
import "./_styles/tokens.css";
import "./_styles/base.css";
import "./_styles/controls.css";
import "./_styles/parts.css";
import "./_styles/states.css";
import "./_styles/verdicts.css";
import { reading } from "./_reading";
import { Frame } from "./_shell/frame";
import { Patterns } from "./_shell/patterns";
import { Providers } from "./providers";

// Every page shows figures of this minute; a build must not read the database.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Plumbline", template: "%s · Plumbline" },
  description: "Whether architecture decisions keep their promises.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#F6F6F3" },
    { media: "(prefers-color-scheme: dark)", color: "#0E1012" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  const shell = await reading((reader, now) => shellView(reader, now));
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Patterns />
        <Providers nonce={nonce}>
          <Frame initial={"view" in shell ? shell.view : null}>{children}</Frame>
        </Providers>
      </body>
    </html>
  );
}
