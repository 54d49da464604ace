/* The text for the dispatch system (CAD): what finds the asset, and how sure it is. */
import { h, openDialog } from './dom.js';
import { kindWords, reachOf, stateWord } from './words.js';

export function cadText({ result }, { query, data }) {
    const { position, usable } = result;
    const { words, isNear } = reachOf(result, query);
    const holder = [result.access?.holder, result.access?.phone].filter(Boolean).join(' ');
    return [
        data.indicative && 'DEMONSTRATION: no such place is known',
        `${kindWords(result.kind).toUpperCase()}: ${result.name} [${result.id}]`,
        [result.address, result.postcode].filter(Boolean).join(', '),
        isNear ? words : `${words} ${result.compass}`,
        result.siting,
        position.gridref && `Grid ${position.gridref}`,
        `${position.lat.toFixed(6)}, ${position.lon.toFixed(6)}`,
        result.w3w && `w3w ///${result.w3w}`,
        `${stateWord(result)}: ${usable.why}`,
        holder && `Code from ${holder}`,
        result.say.operator,
        `nearaid, ${data.indicative ? 'DEMONSTRATION DATA, ' : ''}${data.title} ${data.issued ?? ''} ${data.pack.slice(7, 19)}`,
    ].filter(Boolean).map((line) => line.replaceAll(/\s+/g, ' ')).join('\n');
}

/* Where the page may not write to the clipboard (plain http from another machine), the text is
 * shown, selected. */
function offer(text) {
    const area = h('textarea', { id: 'cad', rows: 10, readonly: true }, text);
    openDialog('Copy for CAD', (close) => [
        h('p', {}, h('label', { for: 'cad' }, 'Press Ctrl+C, then Esc')), area,
        h('p', {}, h('button', { type: 'button', click: close }, 'Close')),
    ]);
    area.select();
}

/** Copy a card of an answer; resolves to the words that say whether it was done. */
export async function copyCad(card, answer) {
    const text = cadText(card, answer);
    try {
        await navigator.clipboard.writeText(text);
        return 'Copied for CAD';
    } catch {
        offer(text);
        return '';
    }
}
