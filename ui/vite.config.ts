import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// The desktop window; the endpoint's pages are built by vite.central.config.ts over the same shared parts.
export default defineConfig({
  plugins: [svelte()],
  build: {
    // WebKitGTK of Debian 12 and WebView2; older engines are not installed anywhere.
    target: ["safari16", "chrome110"],
    // Nothing inline: the CSP allows only files of our own.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  test: { include: ["src/**/*.test.ts", "central/**/*.test.ts"], testTimeout: 60_000 },
});
