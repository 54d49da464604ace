/* Names full of markup stay names; the policy of the page; nothing leaves 127.0.0.1. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askByKeys, open, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, writePack } from './packs.mjs';

const RUN = 'window.breached(1)';
const NAMES = [
    `<script>${RUN}</script>`,
    `<img src=x onerror=${RUN}>`,
    `<svg onload=${RUN}>`,
    `<svg><script>${RUN}</script></svg>`,
    `"><script>${RUN}</script>`,
    `'><img src=x onerror="${RUN}">`,
    `<a href="javascript:${RUN}">here</a>`,
    `<iframe src="javascript:${RUN}"></iframe>`,
    `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
    `<body onload=${RUN}>`,
    `<details open ontoggle=${RUN}>`,
    `<input autofocus onfocus=${RUN}>`,
    `<style>@import "http://example.invalid/x.css";</style>`,
    `<link rel=stylesheet href=http://example.invalid/x.css>`,
    `<meta http-equiv=refresh content="0;url=http://example.invalid/">`,
    `<base href=http://example.invalid/>`,
    `<form action=http://example.invalid/><button>go</button></form>`,
    `</title></textarea></option></select><script>${RUN}</script>`,
    `<!--answer--><!--foot--><img src=http://example.invalid/p.png>`,
    `\${${RUN}} {{constructor}} &lt;b&gt; <b style="position:fixed">bold</b>`,
];
/* What of the page's own elements there is: no name may add one. */
const STRANGE = 'iframe, object, embed, base, meta[http-equiv], svg script, style, [onerror], [onload], [onfocus], ' +
    '[ontoggle], a[href^="javascript:"], [style*=fixed], form[action^=http], img:not(.leaflet-tile)';

async function onNames(use) {
    const { path, remove } = folder();
    const rows = NAMES.map((name, index) => cabinet(`x${index}`, 20 + 3 * index,
        { name, siting: name, address: `${name} Mockup Street`, code_holder: name, locked: 'yes', note: name }));
    try {
        await withDaemon(writePack(path, rows, { title: NAMES[5] }), [], use);
    } finally {
        remove();
    }
}

async function assertInert(page) {
    assert.equal(await page.locator(STRANGE).count(), 0);
    const scripts = await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    assert.ok(scripts.every((src) => src?.startsWith('/web/')), String(scripts));
}

test('names full of markup stay inert in cards, lists, the map and what is copied', () =>
    onNames((daemon) => withPage({ allowed: ['status of 422'] }, async (page) => {
        await open(page, daemon.url);
        const seen = new Set();
        for (const [index, name] of NAMES.entries()) {
            await askByKeys(page, `NZ ${50770 + 20 + 3 * index} 32587`);
            assert.equal(await page.locator('.card.first .name').innerText(), name);
            assert.equal(await page.locator('.card.first .siting').innerText(), name);
            assert.ok((await page.locator('.say').innerText()).length > 0);
            assert.equal(await page.locator('.label.asset-name').innerText(), name);
            seen.add(name);
        }
        assert.equal(seen.size, 20);
        await assertInert(page);
        await askByKeys(page, 'Mockup Street', '.candidates [role=option]');
        assert.ok(NAMES.includes(await page.locator('.candidates .name').first().innerText()));
        await assertInert(page);
    })));

for (const javaScriptEnabled of [true, false]) {
    test(`names full of markup stay inert in what the daemon writes${javaScriptEnabled ? '' : ', without JavaScript'}`, () =>
        onNames((daemon) => withPage({ javaScriptEnabled }, async (page) => {
            await page.goto(`${daemon.url}/list`);
            for (const name of NAMES) {
                assert.ok((await page.locator('body').innerText()).includes(name), name);
            }
            await assertInert(page);
            await page.goto(daemon.url);
            if (!javaScriptEnabled) {
                await page.locator('#q').fill('NZ 50790 32587');
                await page.locator('#ask button[type=submit]').click();
                assert.equal(await page.locator('.card.first .name').innerText(), NAMES[0]);
            }
            await assertInert(page);
        })));
}

test('every answer to the browser carries the policy, and the page needs nothing beyond', () =>
    withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
        const heads = new Map();
        page.on('response', (response) => heads.set(new URL(response.url()).pathname, response.headers()));
        await open(page, daemon.url);
        await askByKeys(page, 'TS24 8AY');
        assert.ok(heads.has('/') && heads.has('/web/page.js') && heads.has('/web/leaflet/leaflet.js'));
        for (const [path, head] of heads) {
            assert.equal(head['x-content-type-options'], 'nosniff', path);
        }
        const policy = heads.get('/')['content-security-policy'];
        assert.match(policy, /default-src 'none'/);
        assert.match(policy, /frame-ancestors 'none'/);
        assert.doesNotMatch(policy, /unsafe|http:|https:|\*/);
        assert.equal(heads.get('/')['referrer-policy'], 'no-referrer');
    })));

test('the watch over pages sees a request elsewhere, a breach of the policy and an error', () =>
    withDaemon(DEMO, [], async (daemon) => {
        const faults = [
            [/request: http:\/\/203\.0\.113\.1/, (page) => page.goto('http://203.0.113.1/').catch(() => {})],
            [/script-src/, (page) => page.evaluate(() =>
                document.body.append(Object.assign(document.createElement('script'), { text: '1' })))],
            [/script: Error: one/, (page) => page.evaluate(() => new Promise((resolve) => {
                setTimeout(() => { setTimeout(resolve); throw new Error('one'); });
            }))],
        ];
        for (const [words, fault] of faults) {
            await assert.rejects(withPage({}, async (page) => {
                await page.goto(`${daemon.url}/list`);
                await fault(page);
            }), words);
        }
    }));
