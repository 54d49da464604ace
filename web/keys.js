/* The keys of the control room. Letters are never commands: whatever is printed goes into the box,
 * wherever the focus was, for the next caller's words must not be lost. Commands are function keys,
 * shown on their buttons; Alt with a figure takes one of a list, told by the place of the key, since
 * Option+1 prints a sign on a Mac. Composition (IME) and key repeat never command. */
import { byId, takesLetters } from './dom.js';
import { shownView } from './views.js';

const COMMANDS = { F1: 'help', F2: 'next', F4: 'code', F6: 'alone', F8: 'copy', F9: 'print' };
const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn'];

function isComposing({ isComposing, keyCode }) {
    return isComposing || keyCode === 229;
}

/* A sign that is to be printed; a dead key begins one. */
function isPrinted(event) {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    return (bare || event.getModifierState('AltGraph')) && (event.key === 'Dead' || [...event.key].length === 1);
}

/* What a key means to the element that has the focus. */
function isForElement({ target, key }) {
    if (!(target instanceof Element)) {
        return false;
    }
    const pressable = target.closest('button, a, input[type=radio], input[type=checkbox], summary, select');
    return takesLetters(target) || (key === ' ' && pressable !== null) ||
        (['+', '-', '='].includes(key) && target.closest('.map .ground') !== null);
}

function digitOf({ altKey, ctrlKey, metaKey, shiftKey, code }) {
    const alone = altKey && !ctrlKey && !metaKey && !shiftKey;
    return alone ? Number(/^Digit([1-9])$/.exec(code)?.[1] ?? 0) : 0;
}

function commandOf({ altKey, ctrlKey, metaKey, shiftKey, key }) {
    return altKey || ctrlKey || metaKey || shiftKey ? undefined : COMMANDS[key];
}

/* Up, Down and Enter belong to the list unless another element takes them. */
function moves(event, box) {
    const elsewhere = event.target !== box && event.target.closest?.('input, select, textarea, button, a, summary, .map .ground');
    return !elsewhere && !event.altKey && !event.ctrlKey && !event.metaKey;
}

function press(event, control, box) {
    const command = commandOf(event);
    const digit = digitOf(event);
    /* Whatever is pressed takes a code away; Esc does nothing else then. */
    if (command !== 'code' && control.hideCode() && event.key === 'Escape') {
        event.preventDefault();
    } else if (command !== undefined) {
        event.preventDefault();
        if (!event.repeat) {
            control[command]();
        }
    } else if (digit > 0) {
        event.preventDefault();
        if (!event.repeat) {
            control.number(digit);
        }
    } else if (event.key === 'Escape') {
        /* On the map Esc closes what the browser has opened, a list or a calendar. */
        if (!event.repeat && !event.target.closest?.('.map')) {
            event.preventDefault();
            control.escape();
        }
    } else if (['ArrowUp', 'ArrowDown'].includes(event.key) && moves(event, box)) {
        if (control.move(event.key === 'ArrowDown' ? 1 : -1)) {
            event.preventDefault();
        }
    } else if (event.key === 'Enter' && moves(event, box)) {
        event.preventDefault();
        if (!event.repeat) {
            control.enter();
        }
    } else if (event.target !== box && isPrinted(event) && !isForElement(event)) {
        control.toBox();
    }
}

/** Keys to `control`, which has a function for each command. */
export function startKeys(control) {
    const box = byId('q');
    addEventListener('keydown', (event) => {
        const idle = isComposing(event) || event.defaultPrevented || MODIFIERS.includes(event.key) ||
            document.querySelector('dialog[open]') !== null;
        if (!idle && shownView() === 'find') {
            press(event, control, box);
        } else if (!idle && commandOf(event) === 'help') {
            event.preventDefault();
            control.help();
        }
    }, true);
    /* What is pasted anywhere goes into the box, its lines as one. */
    addEventListener('paste', (event) => {
        const { target, clipboardData } = event;
        if (shownView() !== 'find' || (target !== box && takesLetters(target)) || document.querySelector('dialog[open]')) {
            return;
        }
        event.preventDefault();
        control.paste((clipboardData?.getData('text/plain') ?? '').replaceAll(/\s+/g, ' ').trim());
    });
}
