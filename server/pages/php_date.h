// php_date: dates by the letters of PHP's date(), which the settings date_format and time_format are written in.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct clock_date;
struct words;

// The moment in the site's zone. All of PHP's letters are known; '\' takes the next character as it is, other
// characters stand for themselves. Names and digits are those of `words`; for machines that is NULL (English). Months
// stand in the genitive beside a day, where a language has it. `zone` is the setting timezone_string, for the letter
// 'e'. In the arena.
const char *php_date(struct arena *arena, const struct words *words, const char *format, int64_t moment,
                     const char *zone);
// The same, of a moment whose date in the site's zone is known already.
const char *php_date_of(struct arena *arena, const struct words *words, const char *format, int64_t moment,
                        const struct clock_date *date, const char *zone);

// Is it the same text all day long?
bool php_date_is_of_day(const char *format);
