"""Words of the field that mean the same to somebody who searches: English, Ukrainian, Russian.

One table, reviewed by people: whoever looks for one term of a line finds texts with any other. A
term stands in its plainest form, since other forms of a word are found by its lemma; irregular ones
stand beside it. It widens searches, and says nothing of what anything is called in law. Why:
docs/decisions/search.md.
"""

# By a name in Latin letters that never changes, since it stands in the index.
SYNONYMS: dict[str, str] = {
    "execution": (
        "execute, execution, shot, shoot, shooting, shot dead, gunned down, "
        "розстріл, розстріляти, розстрілювати, розстріляний, страта, стратити, страчений, "
        "застрелити, застрілений, "
        "расстрел, расстрелять, расстреливать, расстрелянный, расстрелян, казнь, "
        "казнить, казнённый, застрелить"
    ),
    "killing": (
        "kill, killing, murder, вбивство, убити, вбити, вбитий, вбивати, "
        "убийство, убить, убитый, убивать"
    ),
    "prisoner": (
        "POW, prisoner of war, prisoner, captive, полонений, військовополонений, "
        "пленный, военнопленный"
    ),
    "capture": (
        "capture, captivity, taken prisoner, taken captive, полон, полонити, взяти в полон, "
        "плен, пленить, взять в плен"
    ),
    "surrender": (
        "surrender, hands up, gave themselves up, "
        "здатися, здаватися, здача, капітулювати, підняти руки, "
        "сдаться, сдаваться, сдача, капитулировать, поднять руки"
    ),
    "quarter": (
        "no quarter, take no prisoners, not taking prisoners, не брати полонених, "
        "полонених не брати, не брать пленных, пленных не брать"
    ),
    "torture": "torture, тортури, катування, катувати, пытка, пытать, истязание",
    "beheading": (
        "behead, beheading, decapitate, decapitation, обезголовити, обезголовлення, "
        "відрубати голову, обезглавить, обезглавливание, отрубить голову"
    ),
    "drone": "drone, UAV, quadcopter, дрон, БпЛА, безпілотник, квадрокоптер, беспилотник, БПЛА",
    "intercept": (
        "intercept, interception, wiretap, перехоплення, перехопити, радіоперехоплення, "
        "перехват, перехватить, радиоперехват"
    ),
    "soldier": (
        "soldier, serviceman, servicemember, солдат, військовослужбовець, військовий, боєць, "
        "военнослужащий, боец"
    ),
    "wounded": "wounded, injured, поранений, поранити, раненый, ранить",
    "unarmed": "unarmed, disarmed, беззбройний, неозброєний, безоружный, невооружённый",
    "bound": "tied up, hands tied, bound hands, зв'язаний, связанный",
    "witness": "witness, eyewitness, свідок, очевидець, свидетель, очевидец",
    "order": "order, наказ, наказати, приказ, приказать",
    "video": "video, footage, відео, відеозапис, видео, видеозапись",
    "warcrime": "war crime, воєнний злочин, военное преступление",
}
