/* How far and how long, in words. */
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/number.h"
#include "nearest/private.h"

/* A longer walk is not said: nobody should be sent on it. */
#define WALK_MINUTES_MOST 90.0
/* Nearer than this is said to be there, without a direction. */
#define HERE_M 10.0
/* How fast a person sets out for help: 1.79 m/s, 4 miles an hour. */
#define WALK_M_PER_S 1.79

double na_say_minutes(double distance_m)
{
    return fmax(ceil(distance_m / WALK_M_PER_S / 60.0), 1.0);
}

void na_say_distance(double distance_m, char *to)
{
    char number[NA_NUMBER_TEXT];
    if (distance_m < HERE_M) {
        (void)na_format(to, NA_SAY_WORDS, "less than 10 metres");
    } else if (distance_m < 995.0) {
        (void)na_number_fixed(&number, round(distance_m / 10.0) * 10.0, 0);
        (void)na_format(to, NA_SAY_WORDS, "%.20s metres", number);
    } else {
        double kilometres =
            distance_m < 9950.0 ? round(distance_m / 100.0) / 10.0 : round(distance_m / 1000.0);
        (void)na_number_trimmed(&number, kilometres, 1);
        (void)na_format(to, NA_SAY_WORDS, "%.20s kilometre%s", number,
                        strcmp(number, "1") == 0 ? "" : "s");
    }
}

void na_say_direction(const char *compass, char *to)
{
    size_t used = 0;
    to[0] = '\0';
    for (const char *c = compass; *c != '\0' && used < NA_SAY_WORDS; c++) {
        const char *word = *c == 'N' ? "north" : *c == 'E' ? "east" : *c == 'S' ? "south" : "west";
        used +=
            (size_t)na_format(to + used, NA_SAY_WORDS - used, "%s%s", used > 0 ? "-" : "", word);
    }
}

void na_say_walk(double distance_m, char *to)
{
    double minutes = na_say_minutes(distance_m);
    char number[NA_NUMBER_TEXT];
    (void)na_number_fixed(&number, minutes, 0);
    (void)na_format(to, NA_SAY_WORDS, "about %.20s minute%s walk", number,
                    minutes > 1.5 ? "s'" : "'s");
    if (minutes > WALK_MINUTES_MOST) {
        to[0] = '\0';
    }
}
