/* Access: axe-core on every view, light and dark; 320 px; print. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, askByKeys, keep, open, stateOf, withPage } from './browser.mjs';
import { withDaemon } from './daemon.mjs';
import { DEMO, cabinet, folder, tokenOptions, writePack } from './packs.mjs';

for (const colorScheme of ['light', 'dark']) {
    test(`no fault of access, ${colorScheme}`, () => withDaemon(DEMO, [], (daemon) =>
        withPage({ colorScheme, allowed: ['status of 422'] }, async (page) => {
            await open(page, daemon.url);
            await assertAccessible(page, 'start');
            await askByKeys(page, 'TS24 8AY');
            await assertAccessible(page, 'answer');
            await keep(page, `find-${colorScheme}`);
            await page.keyboard.press('F1');
            await page.locator('dialog[open]').waitFor();
            await assertAccessible(page, 'keys');
            await keep(page, `keys-${colorScheme}`);
            await page.keyboard.press('Escape');
            await page.keyboard.type('an');
            await assertAccessible(page, 'earlier answer');
            await keep(page, `earlier-${colorScheme}`);
            await askByKeys(page, 'Example', '.candidates [role=option]');
            await assertAccessible(page, 'candidates');
            await keep(page, `candidates-${colorScheme}`);
            await askByKeys(page, 'Xyzzyplugh', '.problem');
            await assertAccessible(page, 'problem');
        })));
}

test('no fault of access where a token is asked for, a code shown, nobody sent', async () => {
    const { path, remove } = folder();
    const token = 'a-long-token-of-the-control-room';
    try {
        writePack(path, [cabinet('a', 700, { locked: 'yes', code_holder: 'Desk' })], { codes: [{ id: 'a', code: 'C1234Z' }] });
        await withDaemon(path, tokenOptions(path, [{ name: 'desk', role: 'control', token }]), (daemon) =>
            withPage({}, async (page) => {
                await open(page, daemon.url);
                await askByKeys(page, 'TS24 8AY');
                await assertAccessible(page, 'too far');
                await page.keyboard.press('F4');
                await page.locator('#token').waitFor();
                await assertAccessible(page, 'token');
                await page.keyboard.type(token);
                await page.keyboard.press('Enter');
                await stateOf(page, 'CODE');
                await assertAccessible(page, 'code');
                await keep(page, 'code');
            }));
    } finally {
        remove();
    }
});

/* 200% zoom of a 640 px wide window is the same layout as 320 px. */
test('at 320 px, or 200% of 640 px, nothing is cut and nothing scrolls sideways', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ viewport: { width: 320, height: 640 }, allowed: ['status of 422'] }, async (page) => {
        const width = () => page.evaluate(() => document.documentElement.scrollWidth);
        await open(page, daemon.url);
        assert.ok(await width() <= 320);
        await askByKeys(page, 'TS24 8AY');
        assert.ok(await width() <= 320);
        await keep(page, 'find-320', { fullPage: true });
        /* The line of the box lies over what is scrolled under it. */
        await page.evaluate(() => scrollTo(0, 0));
        await assertAccessible(page, 'answer at 320 px');
        await page.keyboard.press('F1');
        await page.locator('dialog[open]').waitFor();
        assert.ok(await width() <= 320);
    })));

test('on paper stands the answer alone', () => withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('form#ask, #map').filter({ visible: true }).count(), 0);
    for (const part of ['.band', '.say', '.card.first', '.warnings', 'footer']) {
        assert.equal(await page.locator(part).first().isVisible(), true, part);
    }
    await keep(page, 'print', { fullPage: true });
})));

test('the theme is the system\'s until the button is pressed, and then alone kept', () => withDaemon(DEMO, [], (daemon) =>
    withPage({ colorScheme: 'dark' }, async (page) => {
        const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
        await open(page, daemon.url);
        assert.equal(await theme(), 'dark');
        await page.locator('#theme').press('Enter');
        assert.equal(await theme(), 'light');
        await open(page, daemon.url);
        assert.equal(await theme(), 'light');
        assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), { 'nearaid-theme': 'light' });
    })));

test('the focus is always to be seen', () => withDaemon(DEMO, [], (daemon) => withPage({}, async (page) => {
    await open(page, daemon.url);
    await askByKeys(page, 'TS24 8AY');
    const unseen = [];
    for (let step = 0; step < 30; step += 1) {
        await page.keyboard.press('Tab');
        const [name, outline] = await page.evaluate(() => {
            const at = document.activeElement;
            const around = at.closest('.kinds label') ?? at;
            return [at.outerHTML.slice(0, 80), getComputedStyle(around).outlineStyle];
        });
        if (outline === 'none' && !name.startsWith('<body')) {
            unseen.push(name);
        }
    }
    assert.deepEqual(unseen, []);
})));
