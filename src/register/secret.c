/* Figures that nothing explains are put together into groups, and each group is judged: by its
 * length, by letters beside it, by words of locks near it. Strict where a register is about locks,
 * mild elsewhere. A doubt counts as a code. */
#include "register/secret.h"

#include <string.h>

#include "register/figures.h"
#include "register/heading.h"

static const char lock_words[] =
    " code codes pin pins passcode password keypad keypads keycode combination combo padlock "
    "padlocked unlock unlocks unlocked unlocking lock locks locked keysafe press presses enter "
    "dial digits digit punch push tap input keylock lockbox passkey pincode doorcode doorcodes "
    "type "
    "keybox key safe numbers figures sequence opens open opened opening ";
/* Words that may stand between the figures of one code. */
static const char joining[] =
    " then and space dash star hash followed by plus double treble triple left right up down "
    "a b c d e f g x y z ";
static const char number_words[] =
    " zero nought oh one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand ";
static const char announcing[] = " code codes pin passcode password keycode combination combo "
                                 "keypad padlock pincode doorcode keysafe number press enter ";

/* A run of what is left over, and how much of it there is. */
struct group {
    size_t first, last; /* tokens */
    size_t figures, spelt, singles;
    size_t minor; /* of the figures, those of little numbers of things */
    bool tight, closed, marked;
    bool brief, shut; /* two figures with a letter beside them, or on either side */
};

static bool is_spelt(const struct na_figures *figures, size_t i)
{
    return figures->tokens[i].figures == 0 && na_figures_is(figures, i, number_words);
}

static bool is_left(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    return (token->figures > 0 && !token->explained) || is_spelt(figures, i);
}

static char byte_at(const struct na_figures *figures, size_t at)
{
    return at < figures->length ? figures->plain[at] : ' ';
}

/* "c1234x", "1234x", "x1234": three to eight figures and a letter or two; not "g5" or "mk2". */
static bool is_tight(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    return token->letters >= 1 && token->letters <= 3 && token->figures >= 3 && token->figures <= 8;
}

/* "c382y": a letter, figures, a letter. */
static bool is_letter_to_letter(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    char first = figures->plain[token->from];
    char last = figures->plain[token->to - 1];
    return token->letters == 2 && token->figures >= 3 && first >= 'a' && last >= 'a';
}

/* "a13", "a13b": two figures and letters that touch them; beside words of locks they may be all. */
static bool is_brief(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    return token->figures == 2 && token->letters >= 1 && token->letters <= 2;
}

/* Letters on both sides of two figures. */
static bool is_shut(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    return is_brief(figures, i) && token->letters == 2 && figures->plain[token->from] >= 'a' &&
           figures->plain[token->to - 1] >= 'a';
}

static bool has_mark(const struct na_figures *figures, size_t i)
{
    const struct na_figures_token *token = &figures->tokens[i];
    char left = token->from > 0 ? byte_at(figures, (size_t)token->from - 1) : ' ';
    char right = byte_at(figures, token->to);
    return token->figures >= 2 && (left == '*' || left == '#' || right == '*' || right == '#');
}

static bool joins(struct na_str gap)
{
    for (size_t i = 0; i < gap.length; i++) {
        if (strchr(" -./,_:*#+&>()[]\"'=|~", gap.bytes[i]) == NULL) {
            return false;
        }
    }
    return gap.length <= 5;
}

/* Is the comma of "12, 24" one that parts two things? Single figures may be parted by commas. */
static bool parts(const struct na_figures *figures, size_t i)
{
    struct na_str gap = na_figures_gap(figures, i);
    bool comma = gap.length > 0 && memchr(gap.bytes, ',', gap.length) != NULL;
    return comma && figures->tokens[i].figures > 1 && figures->tokens[i + 1].figures > 1;
}

/* The run that begins with token `first`. */
static struct group group_from(const struct na_figures *figures, size_t first)
{
    struct group group = {.first = first, .last = first};
    for (size_t i = first; i < figures->count; i++) {
        const struct na_figures_token *token = &figures->tokens[i];
        bool left = is_left(figures, i);
        if (!left && !na_figures_is(figures, i, joining)) {
            break;
        }
        if (left) {
            group.last = i;
            group.figures += token->figures;
            group.minor += token->minor ? token->figures : 0;
            group.spelt += is_spelt(figures, i);
            group.singles += token->figures == 1 && token->letters == 0;
            group.tight = group.tight || is_tight(figures, i);
            group.closed = group.closed || is_letter_to_letter(figures, i);
            group.marked = group.marked || has_mark(figures, i);
            group.brief = group.brief || is_brief(figures, i);
            group.shut = group.shut || is_shut(figures, i);
        }
        if (i + 1 == figures->count || !joins(na_figures_gap(figures, i)) ||
            (left && is_left(figures, i + 1) && parts(figures, i))) {
            break;
        }
    }
    return group;
}

/* Words of locks within `reach` tokens of the run. */
static bool near_words(const struct na_figures *figures, const struct group *group, size_t reach,
                       const char *list)
{
    size_t from = group->first > reach ? group->first - reach : 0;
    for (size_t i = from; i <= group->last + reach && i < figures->count; i++) {
        if (na_figures_is(figures, i, list)) {
            return true;
        }
    }
    return false;
}

static bool has_lock_words(const struct na_figures *figures)
{
    struct group all = {.first = 0, .last = figures->count};
    return near_words(figures, &all, 0, lock_words);
}

/* Roads and years of a text that says nothing of locks: "on the A689", "since 2019". */
static void explain_plain_text(struct na_figures *figures)
{
    for (size_t i = 1; i < figures->count && !has_lock_words(figures); i++) {
        struct na_figures_token *token = &figures->tokens[i];
        const char *at = figures->plain + token->from;
        bool road = na_figures_names_road(figures, i);
        bool year = token->letters == 0 && token->figures == 4 &&
                    (memcmp(at, "19", 2) == 0 || memcmp(at, "20", 2) == 0) &&
                    na_figures_is(figures, i - 1, " in since ");
        token->explained = token->explained || road || year;
    }
}

/* Where something is locked no figure may be left over, but one alone: a mix of letters and figures
 * ("A19C", "BLUE42") or two figures in all wait for a person. Words of locks take the explanation
 * from a little number that stands near them. */
static bool leaves_figures(const struct na_figures *figures)
{
    size_t left = 0;
    size_t ordinals = 0; /* "2nd 7th 1st 4th" */
    for (size_t i = 0; i < figures->count; i++) {
        const struct na_figures_token *token = &figures->tokens[i];
        ordinals += token->minor && token->letters == 2 && token->figures < 3 &&
                    strchr("hdt", figures->plain[token->to - 1]) != NULL;
        if (ordinals >= 3) {
            return true;
        }
        struct group alone = {.first = i, .last = i};
        if (token->figures == 0 || token->explained ||
            (token->minor && !near_words(figures, &alone, 3, lock_words))) {
            continue;
        }
        left += token->figures;
        if (left >= 2 || token->letters >= 2) {
            return true;
        }
    }
    return false;
}

/* "c 159 x", "c-159-x": a letter on either side of three figures or more. */
static bool is_lettered(const struct na_figures *figures, const struct group *group)
{
    size_t single = 0;
    size_t from = group->first > 0 ? group->first - 1 : 0;
    for (size_t i = from; i <= group->last + 1 && i < figures->count; i++) {
        const struct na_figures_token *token = &figures->tokens[i];
        single += token->letters == 1 && token->figures == 0 &&
                  na_figures_is(figures, i, " b c d e f g h x y z ");
    }
    return group->figures >= 3 && single >= 2;
}

/* Parts of one word that are cut by a blank or a dash: "c1 59x". */
static bool is_cut_code(const struct na_figures *figures, const struct group *group)
{
    size_t letters = 0;
    for (size_t i = group->first; i <= group->last; i++) {
        letters += figures->tokens[i].figures > 0 ? figures->tokens[i].letters : 0;
    }
    return group->last > group->first && group->figures >= 3 && letters >= 2 && letters <= 3;
}

/* "(code A19C)", "keypad no 71": what stands right after the word for it; "dress code" is none. */
static bool is_called_code(const struct na_figures *figures, const struct group *group)
{
    static const char words[] =
        " code codes pin passcode password passkey keycode pincode doorcode "
        "keypad ";
    static const char others[] = " post area dress qr dialling dialing sort zip bar ward product ";
    size_t i = group->first;
    while (i > 0 && na_figures_is(figures, i - 1, " is no number ")) {
        i--;
    }
    const struct na_figures_token *token = &figures->tokens[group->first];
    bool enough = group->figures + group->spelt >= 2 || token->letters >= 2;
    return enough && i > 0 && na_figures_is(figures, i - 1, words) &&
           !(i > 1 && na_figures_is(figures, i - 2, others));
}

static enum na_secret_tier judge_group(const struct na_figures *figures, const struct group *group,
                                       enum na_secret_mode mode)
{
    bool locks = near_words(figures, group, 7, lock_words);
    bool announced = near_words(figures, group, 3, announcing);
    size_t all = group->figures + group->spelt;
    bool strict = mode == NA_SECRET_STRICT;
    if (mode == NA_SECRET_NAME) {
        bool worded = announced && all >= 3;
        return (group->tight && (announced || group->figures >= 4)) || worded || group->closed ||
                       (group->marked && group->figures >= 3) || is_called_code(figures, group)
                   ? NA_SECRET_CODE
                   : NA_SECRET_NONE;
    }
    /* Where nothing is locked "Middlesbrough 001A" is a name of an area. */
    bool tight = group->tight && (strict || locks || group->closed || group->figures >= 4);
    if (tight || (group->marked && (strict || group->figures >= 3)) || group->singles >= 3 ||
        group->spelt >= 3 || is_lettered(figures, group) || is_cut_code(figures, group) ||
        (locks && all >= 3) || (strict && locks && group->shut) ||
        (announced && strict && all >= 2 && group->spelt > 0) || is_called_code(figures, group)) {
        return NA_SECRET_CODE;
    }
    bool brief = strict && announced && group->brief;
    size_t minor = locks ? 0 : group->minor; /* "shops 12 and 14" */
    return group->figures - minor >= 4 || (strict && all - minor >= 4) || brief ? NA_SECRET_UNREAD
                                                                                : NA_SECRET_NONE;
}

/* Letters that stand for figures once more of them do: "44O7", "4l7o". */
static void count_lookalikes(struct na_figures *figures)
{
    for (size_t i = 0; i < figures->count; i++) {
        struct na_figures_token *token = &figures->tokens[i];
        if (token->explained || token->figures < 2 || token->letters == 0 ||
            token->letters > token->figures) {
            continue;
        }
        for (size_t at = token->from; at < token->to; at++) {
            if (strchr("oils", figures->plain[at]) != NULL) {
                token->figures++;
                token->letters--;
            }
        }
    }
}

/* Widen the run to the word that announces it and the bracket around it, as bytes of the text. */
static void widen(const struct na_figures *figures, const struct group *group, size_t text_length,
                  struct na_secret *secret)
{
    size_t first = group->first;
    while (first > 0 && group->first - first < 4 &&
           (na_figures_is(figures, first - 1, announcing) ||
            na_figures_is(figures, first - 1, " is the door access entry gate no c x ") ||
            na_figures_is(figures, first - 1, lock_words))) {
        first--;
    }
    size_t from = figures->tokens[first].from;
    size_t to = figures->tokens[group->last].to;
    while (from > 0 && strchr(" ([{-:,*#", figures->plain[from - 1]) != NULL) {
        from--;
    }
    while (to < figures->length && strchr(" )]}*#", figures->plain[to]) != NULL) {
        to++;
    }
    secret->from = figures->origin[from];
    secret->to = to < figures->length ? figures->origin[to] : text_length;
}

struct na_secret na_secret_judge(struct na_str text, enum na_secret_mode mode)
{
    struct na_figures figures;
    struct na_secret secret = {.tier = NA_SECRET_NONE, .from = 0, .to = text.length};
    if (!na_figures_cut(text, &figures)) {
        secret.tier = NA_SECRET_UNREAD; /* what cannot be read is not served */
        return secret;
    }
    na_figures_explain(&figures, mode == NA_SECRET_STRICT);
    if (mode == NA_SECRET_STRICT) {
        explain_plain_text(&figures);
        count_lookalikes(&figures);
    }
    size_t left = 0;
    struct group all = {.first = SIZE_MAX};
    for (size_t i = 0; i < figures.count; i++) {
        if (!is_left(&figures, i)) {
            continue;
        }
        struct group group = group_from(&figures, i);
        enum na_secret_tier tier = judge_group(&figures, &group, mode);
        left += group.figures + (mode == NA_SECRET_STRICT ? group.spelt : 0);
        all.first = all.first == SIZE_MAX ? group.first : all.first;
        all.last = group.last;
        if (tier > secret.tier) {
            secret.tier = tier;
            widen(&figures, &group, text.length, &secret);
        }
        i = group.last;
    }
    bool spelt = left >= 4 && has_lock_words(&figures);
    if (secret.tier == NA_SECRET_NONE && mode == NA_SECRET_STRICT &&
        (spelt || leaves_figures(&figures))) {
        secret.tier = NA_SECRET_UNREAD;
    }
    return secret;
}

bool na_secret_looks_like_code(struct na_str value)
{
    size_t figures = 0;
    size_t letters = 0;
    size_t others = 0;
    value = na_str_trim_wide(value);
    for (size_t i = 0; i < value.length; i++) {
        char c = na_ascii_lower(value.bytes[i]);
        figures += c >= '0' && c <= '9';
        letters += c >= 'a' && c <= 'z';
        others += !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && strchr(" -.#*", c) == NULL;
    }
    return figures >= 3 && figures <= 8 && letters <= 2 && others == 0 && value.length <= 14;
}

/* Words whose heading holds what opens something. */
static const char secret_words[] =
    " code codes pin pins passcode passcodes password passwords keycode keycodes combination "
    "combinations combo keypad padlock keysafe pincode doorcode accesscode lockcode entrycode "
    "gatecode cabinetcode boxcode safecode unlockcode keylock lockbox digicode passkey passphrase "
    "pinnumber pinno unlock ";
/* Codes of offices, not of locks; and what is said about a code without being it. */
static const char office_words[] =
    " post ward area la lad lsoa msoa oa gss site asset type organisation organization service "
    "country region district parish authority local product category status colour color currency "
    "language store shop school unique dno sic cost project postal zip dialling std qr bar unit "
    "location building property street map business grid stop naptan atco plus dress practice ods "
    "fhrs scheme council constituency ctyua ctry rgn wd pfa csp icb ccg data ons os iso dept "
    "department supplier model make manufacturer node station crs epsg premises usage class "
    "customer "
    "account discount promo sort swift bank tax vat industry trade highway usrn road police force "
    "crime offence beat operational division national provider establishment uprn record row file "
    "needed required require requires held checked check holder contact date available "
    "availability "
    "guardian keyholder owner email url website source version error event need known reference "
    "ref instructions ";
static const char doubtful_words[] =
    " access lock locks locked key keys entry security notes note info information instructions "
    "column field misc other value data text comment comments details detail extra spare unnamed "
    "remark remarks cabinet box door doors defib aed gate safe number no digits secure panel opens "
    "open opening how to get in special x y z ";
static const char explaining_words[] =
    " serial capacity count pupils number_of year model ref reference uprn usrn easting northing "
    "rateable licence license urn telephone phone tel mobile fax stop premises registration "
    "version "
    "objectid fid id population visits floors pupil company charity account osm asset ward pads "
    "pad "
    "battery expiry expires lot batch warranty order po price cost amount total edition height "
    "width length depth weight distance installed rating score stars ";

static bool has_word(const char *folded, const char *list)
{
    char word[40];
    size_t at = 0;
    for (size_t i = 0;; i++) {
        if (folded[i] != ' ' && folded[i] != '\0') {
            continue;
        }
        size_t length = i - at;
        if (length > 0 && length + 3 < sizeof word) {
            word[0] = ' ';
            memcpy(word + 1, folded + at, length);
            memcpy(word + 1 + length, " ", 2);
            if (strstr(list, word) != NULL) {
                return true;
            }
        }
        at = i + 1;
        if (folded[i] == '\0') {
            return false;
        }
    }
}

/* "access_cod" of a DBF, which cuts at 10 bytes. */
static bool is_cut_secret(const char *folded)
{
    static const char *const whole[] = {
        "access code", "access codes", "access pin",         "cabinet code",     "combination",
        "keypad code", "keysafe code", "key safe code",      "lock code",        "lock combination",
        "pin number",  "unlock code",  "cabinet pin number", "door combination", "keypad number"};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0] && strlen(folded) == 10; i++) {
        if (strncmp(folded, whole[i], 10) == 0) {
            return true;
        }
    }
    return false;
}

/* "mycabinetcode", "defibcode": one word that ends as a code does, and is no postcode. */
static bool ends_as_code(const char *folded)
{
    static const char *const harmless[] = {
        "postcode",  "barcode",  "areacode", "wardcode",    "sitecode",  "typecode",
        "zipcode",   "ladcode",  "geocode",  "unicode",     "gsscode",   "streetcode",
        "assetcode", "lsoacode", "msoacode", "oacode",      "stopcode",  "naptancode",
        "atcocode",  "pluscode", "qrcode",   "countrycode", "statuscode"};
    size_t length = strlen(folded);
    if (length < 7 || strchr(folded, ' ') != NULL || strcmp(folded + length - 4, "code") != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (strcmp(folded, harmless[i]) == 0) {
            return false;
        }
    }
    return true;
}

enum na_secret_heading na_secret_heading_of(struct na_str heading)
{
    char folded[NA_HEADING_MAX];
    na_heading_fold(heading, folded);
    bool key_safe = strstr(folded, "key safe") != NULL || strstr(folded, "key box") != NULL ||
                    strstr(folded, "lock box") != NULL;
    bool secret =
        has_word(folded, secret_words) || key_safe || is_cut_secret(folded) || ends_as_code(folded);
    if (secret && (!has_word(folded, office_words) || is_cut_secret(folded))) {
        return NA_HEADING_SECRET;
    }
    if (has_word(folded, explaining_words)) {
        return NA_HEADING_EXPLAINS;
    }
    return folded[0] == '\0' || has_word(folded, doubtful_words) || secret ? NA_HEADING_DOUBTFUL
                                                                           : NA_HEADING_PLAIN;
}
