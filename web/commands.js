/* The commands of an answer as buttons, each with its key on it. */
import { h } from './dom.js';

function button(key, words, act) {
    /* The focus stays where it is: a letter typed after a click still goes into the box. */
    return h('button', { type: 'button', click: act, mousedown: (event) => event.preventDefault() },
        h('span', { class: 'does' }, words), ' ', h('kbd', {}, key));
}

/** The bar for `control`; `lock(is)` offers the code or does not, `alone(is)` shows which words are
 * said, `told(text)` says what was done. */
export function commandBar(control) {
    const code = button('F4', 'Show the code', () => control.code());
    const alone = button('F6', 'Caller is alone', () => control.toggleAlone());
    const told = h('span', { class: 'done' });
    const element = h('p', { class: 'commands' },
        button('F2', 'Next nearest', () => control.next()), code, alone,
        button('F8', 'Copy', () => control.copy()), button('F9', 'Print', () => control.print()), told);
    return {
        element,
        lock: (is) => { code.hidden = !is; },
        alone: (is) => alone.setAttribute('aria-pressed', String(is)),
        told: (text) => told.replaceChildren(text),
    };
}
