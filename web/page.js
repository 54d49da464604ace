/* The start of the page: theme, views, keys. */
import { byId, h, openDialog, takesLetters } from './dom.js';
import { startControl } from './control.js';
import { coverageView } from './coverage.js';
import { startMap } from './map.js';
import { tableView } from './table.js';
import { register, shownView, startViews } from './views.js';

const THEME = 'nearaid-theme';
const KEYS = [
    ['Enter', 'find; then the first card has the focus'],
    ['/', 'the box'], ['1 to 9', 'choose from a numbered list'], ['N', 'next card, and its words to read out'],
    ['C', 'the code of this card (asks for your token once; noted in the audit log)'],
    ['Y', 'copy this card for CAD'], ['P', 'print'], ['Esc', 'clear'], ['?', 'these keys'],
];
/* Single keys can be turned off, for those who dictate or tremble (WCAG 2.1.4). */
let singleKeys = true;

function startTheme() {
    const button = byId('theme');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const set = (theme) => {
        document.documentElement.dataset.theme = theme;
        button.replaceChildren(theme === 'dark' ? 'Light theme' : 'Dark theme');
    };
    const kept = () => localStorage.getItem(THEME) ?? (dark.matches ? 'dark' : 'light');
    set(kept());
    dark.addEventListener('change', () => set(kept()));
    button.addEventListener('click', () => {
        localStorage.setItem(THEME, kept() === 'dark' ? 'light' : 'dark');
        set(kept());
    });
    button.hidden = false;
}

function help() {
    const single = h('input', {
        type: 'checkbox', checked: singleKeys,
        change: ({ target }) => { singleKeys = target.checked; },
    });
    openDialog('Keys', (close) => [
        h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Key'),
            h('th', { scope: 'col' }, 'Does'))),
        h('tbody', {}, KEYS.map(([key, does]) =>
            h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, does))))),
        h('p', {}, 'In the box letters are letters: press Enter first, or hold Alt with the letter.'),
        h('p', {}, h('label', {}, single, ' Keys act without Alt')),
        h('p', {}, h('button', { type: 'button', click: close }, 'Close')),
    ]);
}

function startKeys(control) {
    const actions = {
        '/': control.toBox, '?': help, n: control.next, c: control.code, y: control.copy,
        p: () => print(),
    };
    addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.repeat || event.isComposing ||
            event.defaultPrevented || document.querySelector('dialog[open]')) {
            return;
        }
        /* There Esc closes what the browser has opened, a list or a calendar. */
        if (event.key === 'Escape' && event.target.closest('.map')) {
            return;
        }
        const act = event.key === 'Escape' ? control.clear : actions[event.key.toLowerCase()];
        const inControl = shownView() === 'find';
        const alone = singleKeys && !event.altKey && !takesLetters(event.target);
        const meant = event.key === 'Escape' || event.altKey || alone;
        if (!meant || !(inControl || act === help)) {
            return;
        }
        if (/^[1-9]$/.test(event.key) && !event.altKey) {
            control.number(Number(event.key));
        } else if (act) {
            event.preventDefault();
            act();
        }
    });
    byId('help').addEventListener('click', help);
    byId('help').hidden = false;
}

startTheme();
const map = startMap(byId('map'));
const control = startControl(map);
register('find', { title: 'Find', show: () => map.fit() });
register('coverage', coverageView());
register('table', tableView());
startViews();
startKeys(control);
document.documentElement.dataset.ready = 'yes';
