"""Given names that are common in Sweden, folded; enough for a hint, not a register."""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    adam agda agneta agnes ahmad ahmed albert albin alex alexander alexandra alf alfred alice ali
    alma alva amanda amina amir anders andrea andreas anette anita anja ann anna anne anneli annica
    annika anton arne aron arthur arvid astrid axel barbro beatrice bengt benjamin bernt berit
    bertil birger birgit birgitta bjarne björn bo bodil britt britta börje camilla carin carina
    carl carola caroline catharina cecilia charlotte christer christian christina christine clara
    conny cornelia daga dagmar dagny daniel david denise desirée diana doris edith edvard edvin
    einar elias elin elina elis elisabet elisabeth ellen elli elliot elsa elsie elvira emelie emil
    emilia emma enar eric erica erik erika erland ernst ester estrid eva evelina evert fabian
    fanny fatima felicia felix filip folke frans fredrik frida fritz georg gerd gerda gertrud göran
    gösta greta gudrun gun gunborg gunhild gunilla gunnar gunnel gunvor gull-britt gustaf gustav hanna hannes
    hans harald harriet harry hassan hedda hedvig helena helene helga helge helmer henning henrik
    henry herbert herman hilda hilding hilma hjalmar holger hugo håkan ibrahim ida inez ing inga
    ingalill inge ingeborg ingegerd ingela ingemar inger ingmar ingrid ingvar irene iris irma isabell
    isabelle isak ivan ivar jack jakob jan jeanette jennie jenny jens jerker jessica jimmy joakim
    joel johan johanna john johnny jonas jonathan josef josefin josefine julia julius jörgen
    kaisa kajsa karin karl karolina katarina kenneth kent kerstin kevin kim kjell klara klas
    knut krister kristian kristin kristina kristoffer kurt lars lasse leif lena lennart leo leon
    liam lilian lilly lina linda linn linnea linus lisa lisbeth liselott lotta louise lovisa lucas
    ludvig lukas madeleine maja maj-britt maj-lis majken malin malte marcus margareta margit margot maria
    mariann marianne marie marika marina markus marta martin martina matilda mats matteo mattias
    max maximilian melker mia michael mikael milla moa mohamed mohammed mona monica monika märta
    måns nadja nanna natalie nathalie niklas nils nina noah nora olaf ole olga oliver olivia olle
    olof omar oskar osvald ottilia otto ove patricia patrik paul paula paulina pauline per pernilla
    peter petra petter philip pia pontus ragnar ragnhild ragnvald rasmus rebecca rebecka reidar
    richard rickard robert robin roger roland rolf ronny rose rosita rune rut ruth rutger
    sabina saga samir samuel sandra sanna sara sebastian selma signe sigrid sigurd sigvard simon
    siri siv sixten sofia sofie solveig sonja staffan stefan stella stellan stig stina sture
    susanna susanne svante sven svea sverker sylvia sören tage tea teodor teresia theo therese
    thomas thorsten tilda tilde tim tina tobias tom tomas tommy tor tora torbjörn tord tore torgny
    torsten tove tuva tyra ulf ulla ulrica ulrik ulrika urban ursula valdemar valter vanja vega
    vera veronica veronika victor victoria vidar viggo viking viktor viktoria vilhelm villiam vilma
    vincent viola viveca vivianne walter wilhelm wille william wilma yasmin ylva yngve yusuf yvonne
    zahra åke åsa östen
    """.split()
)
