// mend: HTML that the standard has dropped, as what it has instead.
#pragma once

struct arena;

// <acronym> is <abbr>, <strike> is <s>, <tt> is <code>, <big> and <center> are a class; an empty <th> is a <td>; a cite
// that is no address, a picture's role without a name, and the description of a picture that is mere decoration go.
// What is right already stays byte by byte. In the arena.
const char *mend_html(struct arena *arena, const char *html);
