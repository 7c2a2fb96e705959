# Reads a feed from standard input with Perl's XML::Feed (XML::RSS, XML::Atom; libxml2 and expat) and prints what it
# found as JSON. Warnings are errors.
use strict;
use warnings FATAL => 'all';
use JSON::PP;
use XML::Feed;

$XML::Atom::ForceUnicode = 1;  # characters, as XML::RSS gives them
binmode STDIN;
my $text = do { local $/; <STDIN> };
my $feed = XML::Feed->parse(\$text) or die XML::Feed->errstr . "\n";
my @entries = map {
    {
        id => $_->id,
        link => $_->link,
        title => $_->title,
        author => $_->author,
        content => $_->content ? $_->content->body : undef,
        issued => $_->issued ? $_->issued->epoch : undef,
        categories => [ grep { defined } $_->category ],
    }
} $feed->entries;
print JSON::PP->new->utf8->canonical->encode({
    format => $feed->format,
    title => $feed->title,
    link => $feed->link,
    entries => \@entries,
});
