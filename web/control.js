/* The control room's ten seconds: a question, its answer, and what the keys do with them. The box
 * has the focus at all times; `data-state` of the view says where we are:
 *
 *   EMPTY   nothing typed, nothing shown
 *   TYPING  a text without its answer; an earlier answer stays, greyed, until the next is asked
 *   LIST    places that may be meant, none taken
 *   ANSWER  a place and its results
 *   CODE    an answer with a code shown
 */
import { byId, h } from './dom.js';
import { lastQuestion, SLOW_MS } from './ask.js';
import { answerSection, problemSection } from './cards.js';
import { candidateList } from './list.js';
import { hideCode, isCodeShown, roomToken, showCode } from './code.js';
import { commandBar } from './commands.js';
import { copyCad } from './cad.js';
import { isPosition } from './pasted.js';
import { startKinds } from './kinds.js';
import { startSuggestions } from './suggest.js';

const NO_ANSWER = `no answer for ${SLOW_MS / 1000} seconds: use the printed list`;
const INCIDENT = /^[A-Za-z0-9_/-]{1,40}$/;

/* With the first card, what stands above it is to be seen too, the bands, the warnings and the words,
 * as far as the window allows. */
function bringIntoView(card, isFirst) {
    const hidden = () => card.getBoundingClientRect().top > innerHeight - 60;
    if (!isFirst) {
        card.scrollIntoView({ block: 'nearest' });
        return;
    }
    scrollTo(0, 0);
    if (hidden()) {
        byId('answer').scrollIntoView({ block: 'start' });
    }
    if (hidden()) {
        card.scrollIntoView({ block: 'nearest' });
    }
}

class Control {
    constructor(map, help) {
        this.map = map;
        this.help = help;
        this.view = byId('find');
        this.form = byId('ask');
        this.box = byId('q');
        this.incident = byId('incident');
        this.line = lastQuestion();
        this.alone = false;
        this.forget();
        this.suggestions = startSuggestions((text) => {
            this.box.value = text;
            this.toBox();
            this.typed();
        });
        this.kinds = startKinds(this.form, () => this.asked && this.ask(this.asked));
        this.box.addEventListener('input', () => this.typed());
        this.form.addEventListener('submit', (event) => {
            event.preventDefault();
            this.enter();
        });
        this.box.setAttribute('role', 'combobox');
        this.box.setAttribute('aria-autocomplete', 'list');
        this.become(this.box.value === '' ? 'EMPTY' : 'TYPING');
    }

    become(state) {
        this.state = state;
        this.view.dataset.state = state;
        this.escaped = false;
        this.box.setAttribute('aria-expanded', String(state === 'LIST'));
        this.box.setAttribute('aria-controls', state === 'LIST' ? 'choices' : 'answer');
    }

    tell(text) {
        byId('status').replaceChildren(text);
    }

    /* What was asked last, and what stands in the answer. */
    forget() {
        this.asked = null;
        this.cards = [];
        this.others = [];
        this.list = null;
        this.chosen = -1;
        this.answer = null;
        this.bar = null;
    }

    put(section) {
        const { asked } = this;
        hideCode();
        this.forget();
        this.asked = asked;
        byId('answer').replaceChildren(...(section ? [section] : []));
        byId('answer').classList.remove('earlier');
        byId('map').classList.remove('earlier');
        byId('trouble').replaceChildren();
        this.box.removeAttribute('aria-activedescendant');
    }

    trouble(words) {
        byId('trouble').replaceChildren(h('p', {}, h('strong', {}, words), ' ',
            words.endsWith('list') ? h('a', { href: '/list' }, 'Printed list') : null));
    }

    /* The focus goes to the box, unless the user is choosing kinds: choices must not run away. */
    focusBox(selected) {
        if (document.activeElement?.matches('input[type=radio]')) {
            return;
        }
        this.box.focus({ preventScroll: true });
        if (selected) {
            this.box.select();
        }
    }

    /* The text is another than the one that was answered: the answer stays, and says so. */
    markEarlier() {
        const answer = byId('answer');
        const section = answer.firstElementChild;
        if (section !== null && !answer.classList.contains('earlier')) {
            answer.classList.add('earlier');
            byId('map').classList.add('earlier');
            section.prepend(h('p', { class: 'of-earlier' }, 'Previous: for the earlier text'));
        }
    }

    /** The text has changed. */
    typed() {
        hideCode();
        this.kinds.returnToOwn();
        this.markEarlier();
        this.box.removeAttribute('aria-activedescendant');
        this.become(this.box.value === '' && byId('answer').firstElementChild === null ? 'EMPTY' : 'TYPING');
        this.suggestions.typed(this.box.value);
    }

    /** A text was pasted: one that is a position is asked about at once. */
    paste(text) {
        const { box } = this;
        if (document.activeElement !== box) {
            this.toBox();
        }
        box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
        this.typed();
        if (isPosition(box.value)) {
            this.enter();
        }
    }

    /** A sign is on its way to the box: after an answer it begins the next text. */
    toBox() {
        const { box } = this;
        box.focus({ preventScroll: true });
        if (this.state === 'ANSWER') {
            box.select();
        } else {
            box.setSelectionRange(box.value.length, box.value.length);
        }
    }

    /** Make a card the one that is read out, and that the keys act on. */
    choose(index) {
        hideCode();
        this.cards[this.chosen]?.element.removeAttribute('aria-current');
        this.chosen = index;
        const { element, result } = this.cards[index];
        element.setAttribute('aria-current', 'true');
        this.showWords();
        this.bar.lock(result.access?.locked === true);
        this.map.show(this.answer, result.id);
        return element;
    }

    showWords() {
        const { result: { say } } = this.cards[this.chosen];
        const words = (this.alone ? say.alone : say.caller) || 'Nothing to read out';
        const section = byId('answer');
        section.querySelector('.say').replaceChildren(words);
        section.querySelector('.operator').replaceChildren(say.operator);
        this.bar.alone(this.alone);
        this.tell(words);
    }

    showAnswer(body) {
        const { section, place, cards, others } = answerSection(body, this.asked.label, (other) => this.take(other));
        this.put(section);
        this.cards = cards;
        this.others = others;
        this.answer = body;
        this.become('ANSWER');
        if (cards.length > 0) {
            this.bar = commandBar(this);
            place.append(this.bar.element);
            for (const [index, { element }] of cards.entries()) {
                element.addEventListener('click', () => this.choose(index));
            }
            const first = this.choose(0);
            const warned = section.querySelectorAll('.warnings li').length;
            this.tell(`${warned > 0 ? `${warned} warnings above. ` : ''}${cards.length} found. ${section.querySelector('.say').textContent}`);
            bringIntoView(first, true);
        } else {
            this.map.show(body, null);
            this.tell(body.reason?.text ?? 'Nothing was found');
        }
        this.focusBox(true);
    }

    showProblem(problem) {
        const isList = problem.candidates?.length > 0;
        this.list = null;
        if (isList) {
            const take = (candidate) => this.state === 'LIST' && this.take(candidate);
            const list = candidateList(problem, this.box, take);
            this.put(list.section);
            this.map.offer(problem.candidates, take);
            this.list = list;
            this.tell(`${list.count} places may be meant. Choose by arrow key, or by Alt and number.`);
        } else {
            this.put(problemSection(problem));
            this.tell(problem.detail);
        }
        this.become(isList ? 'LIST' : 'TYPING');
        this.focusBox(!isList);
    }

    /* The data may have been loaded anew since this page was: then its bands and foot are of old. */
    noteNewData({ data }) {
        const digest = document.querySelector('footer .digest')?.textContent;
        if (digest && digest !== data.pack) {
            this.trouble('New data have been loaded since this page was opened: press F5 to see what it says of them.');
        }
    }

    showReply({ ok, body }, text) {
        byId('answer').removeAttribute('aria-busy');
        if (ok) {
            this.showAnswer(body);
            this.noteNewData(body);
        } else {
            this.showProblem(body);
        }
        /* Typed on while it was asked: it is the answer to an earlier text already. */
        if (this.box.value !== text) {
            this.markEarlier();
            this.become('TYPING');
        }
    }

    /* The number of the incident, where it can be one; one that cannot keeps nobody from an answer. */
    incidentNumber() {
        const number = this.incident?.value.trim() ?? '';
        const good = number === '' || INCIDENT.test(number);
        if (good) {
            this.incident?.removeAttribute('aria-invalid');
        } else {
            this.incident.setAttribute('aria-invalid', 'true');
        }
        byId('incident-fault')?.replaceChildren(good ? '' : 'Not sent: at most 40 letters, figures, - _ and /');
        return good ? number : '';
    }

    async ask(question) {
        const text = this.box.value;
        const usable = new FormData(this.form).get('usable') ?? 'any';
        const json = { ...question.where, kind: [this.kinds.chosen()], k: 3, usable, geometry: 'walk' };
        this.suggestions.clear();
        this.asked = question;
        /* What was answered before goes at once: nobody is to take it for the answer to this. */
        this.put(null);
        this.map.clear();
        this.become('TYPING');
        byId('answer').setAttribute('aria-busy', 'true');
        this.tell('');
        let reply = null;
        try {
            reply = await this.line.ask('/v1/nearest', {
                json, token: roomToken(), incident: this.incidentNumber(), slow: () => this.trouble(NO_ANSWER),
            });
        } catch (error) {
            byId('answer').removeAttribute('aria-busy');
            this.trouble(`${error.message}: use the printed list`);
        }
        if (reply !== null) {
            this.showReply(reply, text);
        }
    }

    /** Ask for a candidate: for a postcode, or a part of one, by itself, so that what is to be said of it
     * is said; for all else by the position that was offered. */
    take({ kind, position, accuracy_m: accuracy, name, place }) {
        const isPostcode = kind.startsWith('postcode');
        const { lat, lon, easting_m: easting, northing_m: northing } = position ?? {};
        const at = lat === null ? { easting, northing } : { lat, lon };
        const where = isPostcode ? { postcode: name } : { ...at, accuracy_m: accuracy };
        this.ask({ where, label: [name, place].filter(Boolean).join(', ') });
    }

    /** Enter: ask for the text; in a list take what is marked, and else nothing. */
    enter() {
        if (this.state === 'LIST') {
            const marked = this.list.marked();
            if (marked === null) {
                this.tell('Choose one: by arrow key, or by Alt and number.');
                byId('answer').querySelector('.candidates').classList.add('choose');
            } else {
                this.take(marked);
            }
            return;
        }
        /* Who presses / to come to the box has typed it; three are what3words. */
        const q = this.kinds.takePrefix(this.box.value.trim().replace(/^\/(?!\/)/, ''));
        if (q === '') {
            this.toBox();
        } else {
            this.ask({ where: { q } });
        }
    }

    /** Up and Down; false where there is no list. */
    move(step) {
        if (this.state === 'LIST') {
            this.list.move(step);
        }
        return this.state === 'LIST';
    }

    /** Alt and a figure: in a list take that place; in an answer open that result, or what the words
     * sound like as well. */
    number(digit) {
        if (this.state === 'LIST' && this.list.number(digit)) {
            this.take(this.list.number(digit));
        } else if (this.isAnswer() && digit <= this.cards.length) {
            bringIntoView(this.choose(digit - 1), digit === 1);
        } else if (this.isAnswer() && this.others[digit - this.cards.length - 1]) {
            this.take(this.others[digit - this.cards.length - 1]);
        }
    }

    /* Is there an answer to the text in the box, with cards to act on? */
    isAnswer() {
        return ['ANSWER', 'CODE'].includes(this.state) && this.cards.length > 0;
    }

    next() {
        if (this.isAnswer()) {
            const next = (this.chosen + 1) % this.cards.length;
            bringIntoView(this.choose(next), next === 0);
        }
    }

    async code() {
        if (!this.isAnswer() || isCodeShown() || this.cards[this.chosen].result.access?.locked !== true) {
            return;
        }
        await showCode(this.cards[this.chosen], () => this.state === 'CODE' && this.become('ANSWER'));
        if (isCodeShown() && this.isAnswer()) {
            this.become('CODE');
            this.focusBox(true);
        }
    }

    hideCode() {
        return hideCode();
    }

    toggleAlone() {
        if (this.isAnswer()) {
            this.alone = !this.alone;
            this.showWords();
        }
    }

    async copy() {
        if (this.isAnswer()) {
            this.tell(await copyCad(this.cards[this.chosen], this.answer));
            this.bar?.told(byId('status').textContent);
        }
    }

    print() {
        if (this.isAnswer()) {
            print();
        }
    }

    /** Esc: first the text is selected and the answer, which stays, is of an earlier text; then all
     * goes, the map, the kind, the incident and who is alone with it. */
    escape() {
        this.suggestions.clear();
        this.line.cancel();
        byId('answer').removeAttribute('aria-busy');
        const isShown = this.box.value !== '' || byId('answer').firstElementChild !== null;
        if (isShown && !this.escaped) {
            this.markEarlier();
            this.become('TYPING');
            this.escaped = true;
            this.box.focus();
            this.box.select();
            return;
        }
        this.put(null);
        this.forget();
        this.tell('');
        this.map.reset();
        this.kinds.returnToOwn();
        this.alone = false;
        this.box.value = '';
        if (this.incident) {
            this.incident.value = '';
        }
        this.become('EMPTY');
        this.box.focus();
    }
}

/** `map` shows the answer beside: show(body, id), clear(), reset(). Returns what the keys call. */
export function startControl(map, help) {
    const control = new Control(map, help);
    return {
        help,
        toBox: () => control.toBox(),
        paste: (text) => control.paste(text),
        enter: () => control.enter(),
        move: (step) => control.move(step),
        number: (digit) => control.number(digit),
        next: () => control.next(),
        code: () => control.code(),
        hideCode: () => control.hideCode(),
        alone: () => control.toggleAlone(),
        copy: () => control.copy(),
        print: () => control.print(),
        escape: () => control.escape(),
    };
}
