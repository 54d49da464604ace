/* Paper: who made a page, of which data and when stands at the foot of every sheet, by the boxes in the margins of
 * a page. A browser without these prints it once, at the end, as the page has it. */
import { dayWords, today } from './figures.js';

function quoted(text) {
    return `"${text.replace(/["\\\n\r\f<>]/g, (sign) => `\\${sign.codePointAt(0).toString(16)} `)}"`;
}

/** What stands at the foot of every sheet. */
function identity() {
    const digest = document.querySelector('footer .digest')?.textContent.replace(/^sha256:/, '').slice(0, 12) ?? '';
    const band = document.querySelector('.bands .band')?.textContent.trim() ?? '';
    return ['nearaid', document.title, digest && `data ${digest}`, `printed ${dayWords(today())}`, band].filter(Boolean).join(' · ');
}

/** Keep the foot of the sheets. */
export function startPaper() {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    addEventListener('beforeprint', () => sheet.replaceSync(`@page {
        @bottom-left { content: ${quoted(identity().slice(0, 160))}; font: 8pt sans-serif; width: 85%; }
        @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; }
    }`));
}
