/* Runs the browser tests, all in one browser: node run.mjs NEARAIDD SOURCE-FOLDER ARTEFACT-FOLDER [TEST]
 *
 * Exit status 77: there is no chromium on this machine. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [daemon, source, artefacts, only] = process.argv.slice(2);
const chromium = process.env.NA_CHROMIUM ?? '/usr/bin/chromium';

if (!existsSync(chromium)) {
    console.log(`skipped: there is no ${chromium} (Debian's package chromium)`);
    process.exit(77);
}
if (!existsSync(join(here, 'node_modules/playwright-core'))) {
    console.error('tests/page/node_modules is missing: run tools/setup test');
    process.exit(1);
}
mkdirSync(artefacts, { recursive: true });
Object.assign(process.env, {
    NA_CHROMIUM: chromium, NA_DAEMON: daemon, NA_SOURCE: source, NA_ARTEFACTS: artefacts,
});

const { after } = await import('node:test');
const { stopBrowser } = await import('./browser.mjs');
const { stopDaemons } = await import('./daemon.mjs');
const tests = only ? [only] : readdirSync(here).filter((name) => /^test_.*\.mjs$/.test(name));
for (const name of tests.sort()) {
    await import(join(here, name));
}
after(async () => {
    await stopBrowser();
    await stopDaemons();
});
