/* Debian's chromium without a network but 127.0.0.1, and pages that fail the test by any request
 * elsewhere, any error of a script and any breach of the policy. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

let browser = null;

export async function startBrowser() {
    browser ??= await chromium.launch({
        executablePath: process.env.NA_CHROMIUM,
        chromiumSandbox: process.getuid() !== 0,
        args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', '--no-proxy-server',
            '--disable-background-networking', '--disable-component-update', '--disable-sync',
            '--disable-domain-reliability', '--no-first-run', '--disable-dev-shm-usage'],
    });
    return browser;
}

export async function stopBrowser() {
    await browser?.close();
    browser = null;
}

/* Everything that must not happen, as lines. A refusal that a test expects is named by it. */
function watch(page, faults, allowed) {
    page.on('pageerror', (error) => faults.push(`script: ${error.stack}`));
    page.on('dialog', async (dialog) => {
        faults.push(`dialog: ${dialog.message()}`);
        await dialog.dismiss();
    });
    page.on('console', (message) => {
        const text = message.text();
        /* What is suggested for half a text may be refused. */
        const isSuggestion = message.location().url.endsWith('/v1/locate');
        if (['error', 'warning'].includes(message.type()) && !isSuggestion && !allowed.some((one) => text.includes(one))) {
            faults.push(`console: ${text}`);
        }
    });
}

/* Requests are watched, not intercepted: each that is costs a turn through this process. Chromium finds no
 * address but 127.0.0.1 anyway. */
async function guard(context, faults, asked) {
    context.on('request', (request) => {
        asked.push({ url: request.url(), method: request.method(), body: request.postData() });
        if (/^(https?|wss?):/.test(request.url()) && new URL(request.url()).hostname !== '127.0.0.1') {
            faults.push(`request: ${request.url()}`);
        }
    });
    await context.exposeBinding('breached', (_, text) => faults.push(`policy: ${text}`));
    await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) =>
            window.breached(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
        window.printed = 0;
        window.print = () => { window.printed += 1; };
    });
}

/** Run `use(page, { context, asked })` on a new page. `options` are playwright's of a context and
 * `allowed`, parts of console errors that are expected. */
export async function withPage({ allowed = [], ...options }, use) {
    const context = await (await startBrowser()).newContext({
        viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options,
    });
    const faults = [];
    const asked = [];
    await guard(context, faults, asked);
    context.setDefaultTimeout(60000);
    const page = await context.newPage();
    watch(page, faults, allowed);
    try {
        const result = await use(page, { context, asked });
        /* What the browser has to tell of comes before its answer to this. */
        await page.evaluate(() => 0).catch(() => {});
        assert.deepEqual(faults, []);
        return result;
    } finally {
        await context.close();
    }
}

/** Come to the page and wait until its script, and its map, stand. */
export async function open(page, url, hash = '') {
    await page.goto(`${url}/${hash}`);
    await page.locator('#map[data-ready=yes]').waitFor();
}

/** Type a question into the box, by the keyboard alone, and wait for what comes of it. After an
 * answer the first sign begins a new text; what else is in the box is selected by Esc. */
export async function askByKeys(page, question, wanted = '.card.first') {
    const state = await page.locator('#find').getAttribute('data-state');
    if (['TYPING', 'LIST'].includes(state)) {
        await page.keyboard.press('Escape');
    }
    await page.keyboard.type(question);
    await page.keyboard.press('Enter');
    await page.locator(`#answer:not([aria-busy]) ${wanted}`).first().waitFor();
}

/** The state of the focus, as the id or the data-id of the element that has it. */
export function focused(page) {
    return page.evaluate(() => document.activeElement.dataset.id || document.activeElement.id);
}

/** Wait for a state of the page: EMPTY, TYPING, LIST, ANSWER, CODE. */
export function stateOf(page, state) {
    return page.locator(`#find[data-state=${state}]`).waitFor();
}

/** The id of the card that is read out. */
export function chosenCard(page) {
    return page.locator('.card[aria-current]').getAttribute('data-id');
}

/** Fail with what axe-core finds against WCAG 2.2 A and AA and its own best practice. */
export async function assertAccessible(page, where) {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html}\n${failureSummary}`));
    assert.deepEqual(found, []);
}

/** Keep a picture among the artefacts of the build. */
export async function keep(page, name, options = {}) {
    await page.screenshot({ path: join(process.env.NA_ARTEFACTS, `${name}.png`), ...options });
}
