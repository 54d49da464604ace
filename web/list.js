/* The places that may be meant: a list to choose from while the focus stays in the box. Nothing is
 * marked on arrival, so that Enter twice can never take the first by accident. */
import { h } from './dom.js';
import { saidOf } from './cards.js';
import { kindWords } from './words.js';

/* How far from there the text may be off, in the words of one option. */
function optionWords({ place, kind, why }, common) {
    const about = [place, kindWords(kind)].filter(Boolean).join(', ');
    return [` ${about} `, common ? null : h('small', { class: 'why' }, why)];
}

/** The section of these candidates, and what moves in it: move(step), marked(), options (how many).
 * `take(candidate)` takes one; `box` is told which option is marked. */
export function candidateList(problem, box, take) {
    const { candidates } = problem;
    const ambiguous = problem.code === 'ambiguous-place';
    /* Why they are offered is said once where it is the same of all. */
    const common = candidates.every(({ why }) => why === candidates[0].why) ? candidates[0].why : null;
    const options = candidates.map((candidate, index) => h('li', {
        role: 'option', id: `option-${index + 1}`, 'aria-selected': 'false', click: () => take(candidate),
    },
    index < 9 ? h('kbd', {}, `Alt+${index + 1}`) : null, ' ',
    h('span', { class: 'name' }, candidate.name), ...optionWords(candidate, common)));
    let marked = -1;
    const mark = (index) => {
        options[marked]?.setAttribute('aria-selected', 'false');
        marked = index;
        options[marked].setAttribute('aria-selected', 'true');
        options[marked].scrollIntoView({ block: 'nearest' });
        box.setAttribute('aria-activedescendant', options[marked].id);
    };
    const section = h('section', { class: 'candidates' },
        ...saidOf(problem),
        h('h2', {}, ambiguous ? 'Which one is meant?' : problem.detail),
        ambiguous || !problem.hint ? null : h('p', { class: 'hint' }, problem.hint),
        common && h('p', { class: 'hint' }, common),
        h('ol', { id: 'choices', role: 'listbox', 'aria-label': 'Places that may be meant' }, options));
    return {
        section,
        count: options.length,
        move: (step) => mark(marked < 0 ? (step > 0 ? 0 : options.length - 1)
            : (marked + step + options.length) % options.length),
        marked: () => candidates[marked] ?? null,
        number: (digit) => candidates[digit - 1] ?? null,
    };
}
