import { defineConfig, mergeConfig } from "vitest/config";
import desktop from "./vite.config";

// The endpoint's pages, over the same shared parts; they lie apart, since the window embeds all of its own `dist`.
export default mergeConfig(desktop, defineConfig({ root: "central", build: { outDir: "dist" } }));
