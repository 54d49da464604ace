/* The start of the page: theme, views, help. */
import { byId, h, openDialog } from './dom.js';
import { startControl } from './control.js';
import { coverageView } from './coverage.js';
import { startKeys } from './keys.js';
import { startMap } from './map.js';
import { startPaper } from './paper.js';
import { tableView } from './table.js';
import { register, startViews } from './views.js';

const THEME = 'nearaid-theme';
const KEYS = [
    ['letters', 'go into the box, wherever the focus is; after an answer they begin the next question'],
    ['Enter', 'find; in a list take the one that is marked'],
    ['↑ ↓', 'mark one of a list'],
    ['Alt+1 to 9', 'take that one of a list; of an answer, open that result, or what the words sound like as well'],
    ['F1', 'these keys'],
    ['F2', 'next nearest, and its words to read out'],
    ['F4', 'the code of this one (asks for your token once; noted in the audit log); gone after a minute or with the next key'],
    ['F6', 'the caller is alone: the words for that, on and off'],
    ['F8', 'copy this one for dispatch, with the words for you'],
    ['F9', 'print'],
    ['Esc', 'close, then select the text; again: clear all'],
];

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
    openDialog('Keys', (close) => [
        h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Key'),
            h('th', { scope: 'col' }, 'Does'))),
        h('tbody', {}, KEYS.map(([key, does]) =>
            h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, does))))),
        h('p', {}, 'No letter alone is a command. Signs that a keyboard composes are left alone.'),
        h('p', {}, h('button', { type: 'button', click: close }, 'Close')),
    ]).addEventListener('close', () => byId('q').focus());
}

startTheme();
startPaper();
const map = startMap(byId('map'));
const control = startControl(map, help);
register('find', { title: 'Find', show: () => map.fit() });
register('coverage', coverageView());
register('table', tableView());
startViews();
startKeys(control);
byId('help').addEventListener('click', help);
byId('help').hidden = false;
document.documentElement.dataset.ready = 'yes';
