/* The warnings of an answer, above it. */
import { h } from './dom.js';

/* The foot of the page, which is printed too, is of the data there were when it was opened. */
function ofOtherData({ pack }) {
    const digest = document.querySelector('footer .digest')?.textContent;
    return digest && digest !== pack
        ? [{ code: 'new-data', text: 'New data have been loaded since this page was opened: press F5, or the foot of it is of the former data' }] : [];
}

/** Two warnings that one asset could be nearer than another, as one: how well their positions are
 * known, and the position asked for. */
export function briefly(warnings) {
    const parts = ({ code, text }) => (['position-approximate', 'query-approximate'].includes(code)
        ? [text.slice(0, text.lastIndexOf(': ')), text.slice(text.lastIndexOf(': ') + 2)] : []);
    return warnings.reduce((all, warning) => {
        const before = all.at(-1);
        const [what, why] = parts(warning);
        const isSame = what && before && before.code !== warning.code && parts(before)[0] === what;
        return isSame ? [...all.slice(0, -1), { ...warning, text: `${before.text}, and ${why}` }] : [...all, warning];
    }, []);
}

/** A list of { code, text }, or null when there is none. `data` is that of the answer. */
export function warningList(warnings, data) {
    const all = [...ofOtherData(data), ...warnings];
    return all.length === 0 ? null
        : h('ul', { class: 'warnings' }, all.map(({ code, text }) => h('li', { 'data-code': code }, text)));
}
