import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// Read again in each worker: the folder is made once and handed on.
process.env.HEARKEN_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "hearken-e2e-"));
const folder = process.env.HEARKEN_E2E_FOLDER;
const address = "127.0.0.1:8497";
// A name and not a number: browsers keep passkeys for names only.
const base = "http://localhost:8497";

export default defineConfig({
  testDir: ".",
  // `*.test.js` run under Node alone.
  testMatch: "*.spec.js",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  timeout: 90_000,
  reporter: "line",
  use: {
    baseURL: base,
    launchOptions: { executablePath: process.env.HEARKEN_CHROMIUM, args: ["--no-sandbox"] },
  },
  webServer: {
    command: `${process.env.HEARKEN_BINARY} serve --demo --listen ${address}`,
    url: `${base}/`,
    env: { HEARKEN_FOLDER: folder, HEARKEN_DATABASE: `sqlite://${join(folder, "hearken.db")}` },
    timeout: 120_000,
    reuseExistingServer: false,
  },
});
