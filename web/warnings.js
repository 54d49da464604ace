/* The warnings of an answer, above it. */
import { h } from './dom.js';

/* The foot of the page, which is printed too, is of the data there were when it was opened. */
function ofOtherData({ pack }) {
    const digest = document.querySelector('footer .digest')?.textContent;
    return digest && digest !== pack
        ? [{ code: 'new-data', text: 'New data have been loaded since this page was opened: press F5, or the foot of it is of the former data' }] : [];
}

/** A list of { code, text }, or null when there is none. `data` is that of the answer. */
export function warningList(warnings, data) {
    const all = [...ofOtherData(data), ...warnings];
    return all.length === 0 ? null
        : h('ul', { class: 'warnings' }, all.map(({ code, text }) => h('li', { 'data-code': code }, text)));
}
