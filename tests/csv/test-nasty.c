/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "csv-fixture.h"

/* Files as they are met outside, and the table that must come out of each. */
typedef struct
{
  const char *name;
  const char *bytes;
  gsize       length; /* 0: up to the NUL */
  const char *table;
  guint       n_rejected;
} Case;

#define BYTES(text) text, sizeof (text) - 1

static const Case cases[] = {
  { "plain", "a,b,c\n1,x,2\n3,y,4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "no-final-newline", "a,b\n1,x\n2,y", 0, "a|b\n1|x\n2|y\n", 0 },
  { "crlf", "a,b\r\n1,x\r\n2,y\r\n", 0, "a|b\n1|x\n2|y\n", 0 },
  { "cr", "a,b\r1,x\r2,y\r", 0, "a|b\n1|x\n2|y\n", 0 },
  { "mixed-ends", "a,b\r\n1,x\n2,y\r3,z\r4,w\n5,v\r6,u\n", 0,
    "a|b\n1|x\n2|y\n3|z\n4|w\n5|v\n6|u\n", 0 },
  { "lf-then-crlf", "a,b\n1,x\r\n2,y\n3,z\r\n", 0, "a|b\n1|x\n2|y\n3|z\n", 0 },
  { "bom", "\xef\xbb\xbf" "id,name\n1,x\n2,y\n", 0, "id|name\n1|x\n2|y\n", 0 },
  { "bom-and-quotes", "\xef\xbb\xbf\"id\",\"name\"\n1,x\n", 0, "id|name\n1|x\n", 0 },
  { "semicolon", "a;b;c\n1;x;2\n3;y;4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "semicolon-decimal-comma", "name;price\nx;1,50\ny;2,75\nz;3,00\n", 0,
    "name|price\nx|1,50\ny|2,75\nz|3,00\n", 0 },
  { "semicolon-text-with-commas", "id;note\n1;one, two\n2;three, four\n3;five, six\n", 0,
    "id|note\n1|one, two\n2|three, four\n3|five, six\n", 0 },
  { "tab", "a\tb\tc\n1\tx y\t2\n3\tz\t4\n", 0, "a|b|c\n1|x y|2\n3|z|4\n", 0 },
  { "tab-with-empty-ends", "a\tb\tc\n1\t\t\n\tx\t\n\t\t2\n", 0, "a|b|c\n1||\n|x|\n||2\n", 0 },
  { "bar", "a|b|c\n1|x|2\n3|y|4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "colon", "root:0:admin\nbin:1:system\nann:1000:user\n", 0,
    "-\nroot|0|admin\nbin|1|system\nann|1000|user\n", 0 },
  { "blank", "id name qty\n1 ann 10\n2 bob 20\n3 cid 30\n", 0,
    "id|name|qty\n1|ann|10\n2|bob|20\n3|cid|30\n", 0 },
  { "aligned", "id   name      qty\n1    ann        10\n22   bob         5\n333  cid     10000\n", 0,
    "id|name|qty\n1|ann|10\n22|bob|5\n333|cid|10000\n", 0 },
  { "aligned-by-two", "id   full name      qty\n1    ann lee         10\n22   bob ray          5\n"
    "333  cid poe      10000\n", 0,
    "id|full name|qty\n1|ann lee|10\n22|bob ray|5\n333|cid poe|10000\n", 0 },
  { "comma-blank", "id, name, qty\n1, ann, 10\n2, \"b, c\", 20\n3, cid, 30\n", 0,
    "id|name|qty\n1|ann|10\n2|b, c|20\n3|cid|30\n", 0 },
  { "two-bars", "a||b||c\n1||x||2\n3||y||4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "tilde-bar-tilde", "a~|~b~|~c\n1~|~x~|~2\n3~|~y~|~4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "two-colons", "a::b::c\n1::x::2\n3::y::4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "caret", "a^b^c\n1^x^2\n3^y^4\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "control-a", "a\x01" "b\x01" "c\n1\x01x\x01" "2\n3\x01y\x01" "4\n", 0,
    "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "sep-line", "sep=;\na;b\n1;x\n2;y\n", 0, "a|b\n1|x\n2|y\n", 0 },
  { "sep-line-quoted", "\"sep=|\"\r\na|b\r\n1|x\r\n2|y\r\n", 0, "a|b\n1|x\n2|y\n", 0 },
  { "quoted-newline", "id,note\n1,\"two\nlines\"\n2,one\n", 0, "id|note\n1|two\nlines\n2|one\n",
    0 },
  { "quoted-crlf", "id,note\r\n1,\"two\r\nlines\"\r\n2,one\r\n", 0,
    "id|note\n1|two\r\nlines\n2|one\n", 0 },
  { "doubled-quotes", "id,say\n1,\"he said \"\"hi\"\"\"\n2,\"\"\"\"\n3,\"\"\n", 0,
    "id|say\n1|he said \"hi\"\n2|\"\n3|\n", 0 },
  { "everything-quoted", "\"id\",\"n\"\n\"1\",\"a,b\"\n\"2\",\"c\"\n", 0, "id|n\n1|a,b\n2|c\n", 0 },
  { "apostrophes", "'id','name'\n'1','a, b'\n'2','it''s'\n'3','d'\n", 0,
    "id|name\n1|a, b\n2|it's\n3|d\n", 0 },
  { "apostrophe-in-text", "id,name\n1,O'Brien\n2,D'Arcy\n3,Lee\n", 0,
    "id|name\n1|O'Brien\n2|D'Arcy\n3|Lee\n", 0 },
  { "backslash-quotes", "id,say\n1,\"he said \\\"hi\\\", ok\"\n2,\"x\"\n3,\"a \\\"b\\\"\"\n", 0,
    "id|say\n1|he said \"hi\", ok\n2|x\n3|a \"b\"\n", 0 },
  { "backslash-paths", "id,path\n1,\"C:\\dir\\\"\n2,\"D:\\x\\\"\n3,\"E:\\\"\n", 0,
    "id|path\n1|C:\\dir\\\n2|D:\\x\\\n3|E:\\\n", 0 },
  { "backslash-delimiter", "id,name,n\n1,Smith\\, John,3\n2,Doe\\, Jane,4\n3,Poe,5\n4,Roe,6\n", 0,
    "id|name|n\n1|Smith, John|3\n2|Doe, Jane|4\n3|Poe|5\n4|Roe|6\n", 0 },
  { "quote-inside", "id,size\n1,5\" pipe\n2,7\" pipe\n", 0, "id|size\n1|5\" pipe\n2|7\" pipe\n",
    0 },
  { "stray-quotes", "id,say\n1,\"he said \"hi\" twice\"\n2,\"x\"\n", 0,
    "id|say\n1|he said \"hi\" twice\n2|x\n", 0 },
  { "unclosed-quote", "id,name,n\n1,\"ann,10\n2,bob,20\n3,\"cid\",30\n4,dan,40\n", 0,
    "id|name|n\n1|\"ann|10\n2|bob|20\n3|cid|30\n4|dan|40\n", 0 },
  { "unclosed-quote-with-comma", "id,name,n\n1,\"lee, ann,10\n2,bob,20\n3,cid,30\n4,dan,40\n", 0,
    "id|name|n\n2|bob|20\n3|cid|30\n4|dan|40\n", 1 },
  { "unclosed-at-end", "id,name\n1,ann\n2,bob\n3,\"cid\n", 0, "id|name\n1|ann\n2|bob\n3|\"cid\n",
    0 },
  { "stray-quotes-and-two-lines", "a;b\n0;\"x \"\"\";\"; z\n0\"\"\"y\"\";z\"%s\"\n1;2\n3;4\n", 0,
    "a|b\n0\"\"\"y\"\"|z\"%s\"\n1|2\n3|4\n", 1 },
  { "one-quote-too-many", "id,name,n\n1,\"a, b\",2\n3,\"x,\"c, d\"\n4,\"y\",5\n6,\"z\",7\n", 0,
    "id|name|n\n1|a, b|2\n3|\"x|c, d\n4|y|5\n6|z|7\n", 0 },
  { "blanks-around-quotes", "id,name\n1, \"a, b\" \n2, \"c\"\n", 0, "id|name\n1|a, b\n2|c\n", 0 },
  { "short-row", "a,b,c\n1,x,2\n3,y\n4,z,5\n6,w,7\n", 0, "a|b|c\n1|x|2\n4|z|5\n6|w|7\n", 1 },
  { "long-row", "a,b,c\n1,x,2\n3,y,4,5\n6,z,7\n", 0, "a|b|c\n1|x|2\n6|z|7\n", 1 },
  { "long-row-of-empties", "a,b,c\n1,x,2\n3,y,4,,\n6,z,7\n", 0, "a|b|c\n1|x|2\n3|y|4\n6|z|7\n", 0 },
  { "left-out-ends", "a,b,c,d\n1,x,2,3\n4,y\n5,z,6\n7\n8,w,9,1\n2,v\n", 0,
    "a|b|c|d\n1|x|2|3\n4|y||\n5|z|6|\n7|||\n8|w|9|1\n2|v||\n", 0 },
  { "trailing-delimiters", "a,b,c,\n1,x,2,\n3,y,4,\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "trailing-delimiters-below", "a,b,c\n1,x,2,\n3,y,4,\n", 0, "a|b|c\n1|x|2\n3|y|4\n", 0 },
  { "row-names", "mpg,cyl\nMazda,21.0,6\nDatsun,22.8,4\nHornet,21.4,6\n", 0,
    "|mpg|cyl\nMazda|21.0|6\nDatsun|22.8|4\nHornet|21.4|6\n", 0 },
  { "unnamed-index", ",mpg,cyl\n0,21.0,6\n1,22.8,4\n", 0, "|mpg|cyl\n0|21.0|6\n1|22.8|4\n", 0 },
  { "blank-lines", "\n\na,b\n1,x\n\n2,y\n\n\n3,z\n\n", 0, "a|b\n1|x\n2|y\n3|z\n", 0 },
  { "one-column", "name\nann\nbob\ncid\n", 0, "name\nann\nbob\ncid\n", 0 },
  { "one-column-of-numbers", "value\n1.5\n2.5\n3.5\n", 0, "value\n1.5\n2.5\n3.5\n", 0 },
  { "one-column-with-gaps", "value\n1\n\n3\n\n", 0, "value\n1\n\n3\n", 0 },
  { "one-column-of-times", "at\n10:00:00\n11:30:15\n12:45:59\n", 0,
    "at\n10:00:00\n11:30:15\n12:45:59\n", 0 },
  { "times-and-semicolons", "at;v\n10:00:00;1\n11:30:15;2\n12:45:59;3\n", 0,
    "at|v\n10:00:00|1\n11:30:15|2\n12:45:59|3\n", 0 },
  { "comments", "# made by x\n# on 2024-01-01\na,b\n1,x\n# half way\n2,y\n", 0, "a|b\n1|x\n2|y\n",
    0 },
  { "comment-header", "# made by x\n#id,name,n\n1,ann,3\n2,bob,4\n3,cid,5\n", 0,
    "#id|name|n\n1|ann|3\n2|bob|4\n3|cid|5\n", 0 },
  { "hash-column", "#,name\n1,ann\n2,bob\n3,cid\n", 0, "#|name\n1|ann\n2|bob\n3|cid\n", 0 },
  { "preamble", "Sales report\nMade on 2024-05-01\n\nid,name,n\n1,ann,3\n2,bob,4\n3,cid,5\n", 0,
    "id|name|n\n1|ann|3\n2|bob|4\n3|cid|5\n", 0 },
  { "preamble-with-delimiters", "Report:,Sales\nDate:,2024-05-01\n\nid,name,n,x\n1,ann,3,1\n"
    "2,bob,4,2\n3,cid,5,3\n4,dan,5,3\n", 0,
    "id|name|n|x\n1|ann|3|1\n2|bob|4|2\n3|cid|5|3\n4|dan|5|3\n", 0 },
  { "preamble-filled-up", "Report,,\n,,\nid,name,n\n1,ann,3\n2,bob,4\n3,cid,5\n", 0,
    "id|name|n\n1|ann|3\n2|bob|4\n3|cid|5\n", 0 },
  { "footer", "id,name,n\n1,ann,3\n2,bob,4\n3,cid,5\n\nSource: somewhere\n", 0,
    "id|name|n\n1|ann|3\n2|bob|4\n3|cid|5\n", 1 },
  { "two-header-rows", "price,size,name\nEUR,cm,text\n1.5,10,ann\n2.5,20,bob\n3.5,30,cid\n", 0,
    "price EUR|size cm|name text\n1.5|10|ann\n2.5|20|bob\n3.5|30|cid\n", 0 },
  { "header-of-groups", "2019,,2020,\nqty,sum,qty,sum\n1,2.5,3,4.5\n5,6.5,7,8.5\n", 0,
    "2019 qty|sum|2020 qty|sum\n1|2.5|3|4.5\n5|6.5|7|8.5\n", 0 },
  { "no-header", "1,ann,3.5\n2,bob,4.5\n3,cid,5.5\n", 0, "-\n1|ann|3.5\n2|bob|4.5\n3|cid|5.5\n",
    0 },
  { "no-header-dates", "2024-01-01,x,1\n2024-01-02,y,2\n", 0, "-\n2024-01-01|x|1\n2024-01-02|y|2\n",
    0 },
  { "years-as-names", "country,2019,2020,2021\nA,10,20,30\nB,11,21,31\n", 0,
    "country|2019|2020|2021\nA|10|20|30\nB|11|21|31\n", 0 },
  { "header-only", "id,name,amount\n", 0, "id|name|amount\n", 0 },
  { "one-row", "id,name\n1,ann\n", 0, "id|name\n1|ann\n", 0 },
  { "text-only", "first,last\nann,lee\nbob,ray\ncid,poe\n", 0,
    "first|last\nann|lee\nbob|ray\ncid|poe\n",
    0 },
  { "stacked", "id,name,n\n1,ann,3\n2,bob,4\n\nid,city,n\n7,Rome,1\n8,Oslo,2\n", 0,
    "id|name|n\n1|ann|3\n2|bob|4\n", 0 },
  { "stacked-narrower", "id,name,n\n1,ann,3\n2,bob,4\n3,cid,5\n\nk,v\nx,1\ny,2\n", 0,
    "id|name|n\n1|ann|3\n2|bob|4\n3|cid|5\n", 0 },
  { "repeated-header", "id,name\n1,ann\nid,name\n2,bob\n", 0, "id|name\n1|ann\n2|bob\n", 1 },
  { "nul", BYTES ("id,name\n1,a\0b\n2,c\n"), "id|name\n1|a", 0 },
  { "one-bad-byte", "id,name\n1,J\xc3\xbcrgen\n2,Zo\xc3\xab\n3,\xc3\xa9t\xc3\xa9\n4,na\xc3\xafve\n"
    "5,b\xff" "d\n6,\xc3\xb6\n", 0,
    "id|name\n1|Jürgen\n2|Zoë\n3|été\n4|naïve\n5|b\xef\xbf\xbd" "d\n6|ö\n", 0 },
  { "windows-1252", "id,name\n1,J\xfcrgen\n2,Zo\xeb \x80 5\n", 0, "id|name\n1|Jürgen\n2|Zoë € 5\n",
    0 },
  { "cp1251", "\xe8\xec\xff,\xe3\xee\xf0\xee\xe4\n"
    "\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2,\xcc\xee\xf1\xea\xe2\xe0\n"
    "\xc0\xed\xed\xe0 \xd1\xec\xe8\xf0\xed\xee\xe2\xe0,\xca\xe0\xe7\xe0\xed\xfc\n", 0,
    "имя|город\nИван Петров|Москва\nАнна Смирнова|Казань\n", 0 },
  { "shift-jis", "\x96\xbc\x91\x4f,\x93\x73\x8e\x73\n\x8e\x52\x93\x63\x91\xbe\x98\x59,"
    "\x93\x8c\x8b\x9e\n\x97\xe9\x96\xd8\x89\xd4\x8e\x71,\x91\xe5\x8d\xe3\n", 0,
    "名前|都市\n山田太郎|東京\n鈴木花子|大阪\n", 0 },
  { "utf-16le", BYTES ("\xff\xfei\0d\0,\0n\0\n\0" "1\0,\0\xfc\0\n\0"), "id|n\n1|ü\n", 0 },
  { "utf-16be", BYTES ("\xfe\xff\0i\0d\0,\0n\0\n\0" "1\0,\0\xfc\0\n"), "id|n\n1|ü\n", 0 },
  { "utf-16le-unmarked", BYTES ("i\0d\0,\0n\0\n\0" "1\0,\0x\0\n\0" "2\0,\0y\0\n\0"),
    "id|n\n1|x\n2|y\n", 0 },
  { "duplicate-names", "id,id,ID\n1,2,3\n", 0, "id|id|ID\n1|2|3\n", 0 },
  { "formulas", "id,f\n1,=A1+B1\n2,@sum\n3,-x\n", 0, "id|f\n1|=A1+B1\n2|@sum\n3|-x\n", 0 },
  { "json-cells", "id,j\n1,\"{\"\"a\"\":1,\"\"b\"\":[1,2]}\"\n2,\"{}\"\n", 0,
    "id|j\n1|{\"a\":1,\"b\":[1,2]}\n2|{}\n", 0 },
  { "urls", "id,url\n1,https://a.example/x?y=1&z=2\n2,http://b.example/\n", 0,
    "id|url\n1|https://a.example/x?y=1&z=2\n2|http://b.example/\n", 0 },
  { "one-cr-among-others", "id,n\r\n1,a\r\n2,b\r3,c\r\n4,d\r\n", 0, "id|n\n1|a\n2|b\n3|c\n4|d\n", 0 },
  { "cr-in-text", "id,n\r\n1,a\rb\r\n2,c\r\n3,d\r\n", 0, "id|n\n1|a\rb\n2|c\n3|d\n", 0 },
  { "empty-label-too-many", ",a,b,c\n1,x,2\n3,y,4\n5,z,6\n", 0, "a|b|c\n1|x|2\n3|y|4\n5|z|6\n", 0 },
  { "trailing-delimiters-of-two", "id,n\n1,x,\n2,y,\n3,z,\n", 0, "id|n\n1|x\n2|y\n3|z\n", 0 },
  { "labels-of-first-columns", "id,day,name\n1,2024-01-01,ann,3,\n2,2024-01-02,bob,4,x\n"
    "3,2024-01-03,cid,5,\n", 0,
    "id|day|name||\n1|2024-01-01|ann|3|\n2|2024-01-02|bob|4|x\n3|2024-01-03|cid|5|\n", 0 },
  { "years-over-counts", "country,2019,2020,2021\nA,1,2,3\nB,4,5,6\n", 0,
    "country|2019|2020|2021\nA|1|2|3\nB|4|5|6\n", 0 },
  { "years-under-groups", "area,sold,sold,cost\n,2023,2024,2024\nnorth,5,6,7\nsouth,8,9,10\n", 0,
    "area|sold 2023|sold 2024|cost 2024\nnorth|5|6|7\nsouth|8|9|10\n", 0 },
  { "labels-in-two-halves", "day,qty,product,product\n,,number,name\n2024-01-01,2,a-1,x\n"
    "2024-01-02,3,a-2,y\n2024-01-03,4,a-3,z\n", 0,
    "day|qty|product number|product name\n2024-01-01|2|a-1|x\n2024-01-02|3|a-2|y\n"
    "2024-01-03|4|a-3|z\n", 0 },
  { "broken-first-row", "day,qty,name\n\"2024-01-01,2,\"x, y\"\n2024-01-02,3,\"a, b\"\n"
    "2024-01-03,4,z\n2024-01-04,5,w\n", 0,
    "day|qty|name\n\"2024-01-01|2|x, y\n2024-01-02|3|a, b\n2024-01-03|4|z\n2024-01-04|5|w\n", 0 },
  { "quote-before-quotes", "id,price,name\n1,2.5,\"a, b\"\n2,\"3.5,\"c, d\"\n3,4.5,\"e\"\n"
    "4,5.5,f\n", 0, "id|price|name\n1|2.5|a, b\n2|\"3.5|c, d\n3|4.5|e\n4|5.5|f\n", 0 },
  { "total", "day,name,n\n2024-01-01,ann,5\n2024-01-02,bob,6\n2024-01-03,cid,7\nTotal,,18\n", 0,
    "day|name|n\n2024-01-01|ann|5\n2024-01-02|bob|6\n2024-01-03|cid|7\n", 1 },
  { "notes-filled-up", "id,name,n\n1,ann,5\n2,bob,6\n3,cid,7\n,,\nas of May,,\n", 0,
    "id|name|n\n1|ann|5\n2|bob|6\n3|cid|7\n", 2 },
  { "totals-in-between", "id,name,n\n1,ann,5\n2,bob,6\n3,cid,7\nTotal,,18\n4,dan,1\n", 0,
    "id|name|n\n1|ann|5\n2|bob|6\n3|cid|7\nTotal||18\n4|dan|1\n", 0 },
  { "last-row-with-gaps", "name,town,n\nann,,5\nbob,Rome,6\ncid,,\ndan,,\n", 0,
    "name|town|n\nann||5\nbob|Rome|6\ncid||\ndan||\n", 0 },
  { "text-without-header", "DE,EUR,Berlin\nCH,CHF,Bern\nGB,GBP,London\nSE,SEK,Uppsala\n", 0,
    "-\nDE|EUR|Berlin\nCH|CHF|Bern\nGB|GBP|London\nSE|SEK|Uppsala\n", 0 },
  { "text-under-usual-label", "Code,City\nABCD,Berlin\nEFGH,Bern\nIJKL,London\n", 0,
    "Code|City\nABCD|Berlin\nEFGH|Bern\nIJKL|London\n", 0 },
  { "apostrophes-and-blanks", "1 # '10 bay rd' # 'rome, it'\n2 # '11 oak st' # 'bonn, de'\n"
    "3 # '12 elm st' # 'oslo, no'\n", 0,
    "-\n1|10 bay rd|rome, it\n2|11 oak st|bonn, de\n3|12 elm st|oslo, no\n", 0 },
  { "escaped-apostrophes", "1;ships\\' cooks, and more\n2;pilots\n3;drivers\\' mates\n", 0,
    "-\n1|ships' cooks, and more\n2|pilots\n3|drivers' mates\n", 0 },
  { "rare-characters-in-one-line", "ann#_secret^word\n", 0, "ann#_secret^word\n", 0 },
  { "tab-and-regular-text", "1\tred fish, blue fish; ok\n2\told fish, new fish; no\n"
    "3\tbig cat, wee cat; yes\n4\tone dog, two dogs; no\n", 0,
    "-\n1|red fish, blue fish; ok\n2|old fish, new fish; no\n3|big cat, wee cat; yes\n"
    "4|one dog, two dogs; no\n", 0 },
  { "semicolons-and-regular-commas", "1;red, blue, green;a,1\n2;one, two, three;b,2\n"
    "3;x, y, z;c,3\n4;m, n, o;d,4\n", 0,
    "-\n1|red, blue, green|a,1\n2|one, two, three|b,2\n3|x, y, z|c,3\n4|m, n, o|d,4\n", 0 },
  { "one-column-with-dashes", "phone\n555-010-0101\n555-020-0202\n555-030-0303\n", 0,
    "phone\n555-010-0101\n555-020-0202\n555-030-0303\n", 0 },
  { "one-column-of-paths", "path\nsrc/a/x\nsrc/b/y\ndoc/c/z\n", 0,
    "path\nsrc/a/x\nsrc/b/y\ndoc/c/z\n", 0 },
  { "empty", "", 0, "error", 0 },
  { "blank-only", "\n \n\n", 0, "error", 0 },
  { "sqlite", BYTES ("SQLite format 3\0\x10\0"), "error", 0 },
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "error", 0 },
  { "json", "[{\"a\": 1}]", 0, "error", 0 },
  { "binary", BYTES ("\x03\x04\x05\0\x11\x07\x06\0\x13\x12\x10\x0e\x04\x03\0\0\x05"), "error", 0 },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  gsize length = c->length != 0 ? c->length : strlen (c->bytes);
  guint n_rejected;
  g_autofree char *table = csv_fixture_table (c->bytes, length, NULL, &n_rejected);

  if (g_str_equal (c->table, "error"))
    {
      g_assert_true (g_str_has_prefix (table, "error: "));
      return;
    }
  if (g_str_equal (c->name, "nul"))
    {
      g_assert_true (g_str_has_prefix (table, c->table));
      return;
    }
  g_assert_cmpstr (table, ==, c->table);
  g_assert_cmpuint (n_rejected, ==, c->n_rejected);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/nasty/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
