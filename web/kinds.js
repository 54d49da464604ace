/* The kinds to choose from: buttons of the form, and a prefix typed before the question. */
import { h } from './dom.js';
import { nameKinds } from './words.js';

const KEPT = 'nearaid-kind';

/** What is typed before a question to mean a kind: { b: 'bleed_cabinet', ... }. The letter that the
 * pack gives it, else the shortest beginning that is no other's. `kinds`: [name, letter or undefined].
 */
export function prefixesOf(kinds) {
    const lettered = kinds.filter(([, letter]) => letter);
    const prefixes = new Map(lettered.map(([kind, letter]) => [letter, kind]));
    const others = kinds.filter(([, letter]) => !letter).map(([kind]) => kind);
    for (const kind of others) {
        for (let length = 1; length <= kind.length; length += 1) {
            const prefix = kind.slice(0, length).toLowerCase();
            if (!prefixes.has(prefix) && !others.some((other) => other !== kind
                && other.toLowerCase().startsWith(prefix))) {
                prefixes.set(prefix, kind);
                break;
            }
        }
    }
    return prefixes;
}

/** The radio buttons that the daemon wrote: their prefixes shown, the last choice of this session
 * taken again. `changed()` is called when the user chooses another. */
export function startKinds(form, changed) {
    const buttons = [...form.querySelectorAll('input[name=kind]')];
    const prefixes = prefixesOf(buttons.map((button) =>
        [button.value, button.parentElement.dataset.letter]));
    nameKinds(buttons.map((button) => [button.value, button.parentElement.querySelector('span').textContent]));
    const press = (kind) => {
        const button = buttons.find(({ value }) => value === kind);
        if (button) {
            button.checked = true;
        }
        return button !== undefined;
    };
    const choose = (kind) => press(kind) && sessionStorage.setItem(KEPT, kind);
    const first = buttons.find((button) => button.checked)?.value;
    for (const [prefix, kind] of prefixes) {
        buttons.find(({ value }) => value === kind).parentElement.append(' ', h('kbd', {}, prefix));
    }
    press(sessionStorage.getItem(KEPT));
    form.addEventListener('change', ({ target }) => {
        if (target.name === 'kind') {
            choose(target.value);
        }
        if (target.name === 'kind' || target.name === 'usable') {
            changed();
        }
    });
    return {
        chosen: () => buttons.find((button) => button.checked)?.value,
        /** Take a prefix off a question, and its kind: `b TS24 8AY` is the question `TS24 8AY`. */
        takePrefix(text) {
            const [word, rest] = text.trim().split(/\s+(.*)/s, 2);
            const kind = prefixes.get(word.toLowerCase());
            if (kind === undefined || !rest) {
                return text.trim();
            }
            press(kind);
            return rest;
        },
        /** A kind that was typed is of one question only: the buttons show the user's own again. */
        returnToOwn: () => press(sessionStorage.getItem(KEPT) ?? first),
    };
}
