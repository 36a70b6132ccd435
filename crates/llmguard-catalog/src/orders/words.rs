//! Words: what a word may mean in an order, in German, English, French, Spanish and Italian. Written folded (no capitals, no
//! accents); a star stands for any ending. A word may have several marks: `tu` is French for you and Spanish for your.

pub(super) const ABOUT: u128 = 1 << 0;
pub(super) const FORGET: u128 = 1 << 1;
pub(super) const IGNORE: u128 = 1 << 2;
pub(super) const DROP: u128 = 1 << 3;
pub(super) const SUSPEND: u128 = 1 << 4;
pub(super) const BREAK: u128 = 1 << 5;
pub(super) const BEFORE: u128 = 1 << 6;
pub(super) const ABOVE: u128 = 1 << 7;
pub(super) const YOUR: u128 = 1 << 8;
pub(super) const ORDERS: u128 = 1 << 9;
pub(super) const SAFE: u128 = 1 << 10;
pub(super) const GUARDS: u128 = 1 << 11;
pub(super) const FILTER: u128 = 1 << 12;
pub(super) const LIMITS: u128 = 1 << 13;
pub(super) const ALL: u128 = 1 << 14;
pub(super) const TOLD: u128 = 1 << 15;
pub(super) const THE: u128 = 1 << 16;
pub(super) const REST: u128 = 1 << 17;
pub(super) const CRITERIA: u128 = 1 << 18;
pub(super) const THIS: u128 = 1 << 19;
pub(super) const TEXT: u128 = 1 << 20;
pub(super) const LINE: u128 = 1 << 21;
pub(super) const VOID: u128 = 1 << 22;
pub(super) const TEST: u128 = 1 << 23;
pub(super) const TALK: u128 = 1 << 24;
pub(super) const LET: u128 = 1 << 25;
pub(super) const FALL: u128 = 1 << 26;
pub(super) const HOLD: u128 = 1 << 27;
pub(super) const ASIDE: u128 = 1 << 28;
pub(super) const SET: u128 = 1 << 29;
pub(super) const YOU: u128 = 1 << 30;
pub(super) const NOT: u128 = 1 << 31;
pub(super) const NOTHING: u128 = 1 << 32;
pub(super) const MORE: u128 = 1 << 33;
pub(super) const FOLLOW: u128 = 1 << 34;
pub(super) const USER: u128 = 1 << 35;
pub(super) const BUT: u128 = 1 << 36;
pub(super) const ALLOW: u128 = 1 << 37;
pub(super) const SETTINGS: u128 = 1 << 38;
pub(super) const IS: u128 = 1 << 39;
pub(super) const HOLDS: u128 = 1 << 40;
pub(super) const STANDS: u128 = 1 << 41;
pub(super) const FIRST: u128 = 1 << 42;
pub(super) const NOW: u128 = 1 << 43;
pub(super) const BOT: u128 = 1 << 44;
pub(super) const FREE: u128 = 1 << 45;
pub(super) const MODE: u128 = 1 << 46;
pub(super) const DEVMODE: u128 = 1 << 47;
pub(super) const DEVELOPER: u128 = 1 << 48;
pub(super) const HAVE: u128 = 1 << 49;
pub(super) const PRETEND: u128 = 1 << 50;
pub(super) const WITHOUT: u128 = 1 << 51;
pub(super) const EVIL: u128 = 1 << 52;
pub(super) const MAKER: u128 = 1 << 53;
pub(super) const MAKERS: u128 = 1 << 54;
pub(super) const MACHINE: u128 = 1 << 55;
pub(super) const SAY: u128 = 1 << 56;
pub(super) const WANT: u128 = 1 << 57;
pub(super) const KEYS: u128 = 1 << 58;
pub(super) const READ: u128 = 1 << 59;
pub(super) const ANSWER: u128 = 1 << 60;
pub(super) const REGARD: u128 = 1 << 61;
pub(super) const SWITCH: u128 = 1 << 62;
pub(super) const LIFT: u128 = 1 << 63;
pub(super) const HYPO: u128 = 1 << 64;
pub(super) const SHOW: u128 = 1 << 65;
pub(super) const SECRET: u128 = 1 << 66;
pub(super) const SYSTEM: u128 = 1 << 67;
pub(super) const PROMPT: u128 = 1 << 68;
pub(super) const SYSPROMPT: u128 = 1 << 69;
pub(super) const CONTEXT: u128 = 1 << 70;
pub(super) const MESSAGE: u128 = 1 << 71;
pub(super) const GIVEN: u128 = 1 << 72;
pub(super) const WHAT: u128 = 1 << 73;
pub(super) const FORBIDDEN: u128 = 1 << 74;
pub(super) const INSTEAD: u128 = 1 << 75;
pub(super) const BREAKOFF: u128 = 1 << 76;
pub(super) const TELL: u128 = 1 << 77;
pub(super) const CHANGE: u128 = 1 << 78;
pub(super) const HIDE: u128 = 1 << 79;
pub(super) const LEARN: u128 = 1 << 80;
pub(super) const DO: u128 = 1 << 81;
pub(super) const CONFIRM: u128 = 1 << 82;
pub(super) const NOTE: u128 = 1 << 83;
pub(super) const TO: u128 = 1 << 84;
pub(super) const MODEL: u128 = 1 << 85;
pub(super) const LANG: u128 = 1 << 86;
pub(super) const MODELWORD: u128 = 1 << 87;
pub(super) const MUST: u128 = 1 << 88;
pub(super) const HERE: u128 = 1 << 89;
pub(super) const OVER: u128 = 1 << 90;
pub(super) const SELF: u128 = 1 << 91;
pub(super) const OTHER: u128 = 1 << 92;
pub(super) const LICENCE: u128 = 1 << 93;
pub(super) const CLAIM: u128 = 1 << 94;
pub(super) const EVEN: u128 = 1 << 95;
pub(super) const INPUT: u128 = 1 << 96;
pub(super) const IF: u128 = 1 << 97;
pub(super) const DEAR: u128 = 1 << 98;
pub(super) const RATE: u128 = 1 << 99;
pub(super) const REGARDLESS: u128 = 1 << 100;
pub(super) const EVER: u128 = 1 << 101;
pub(super) const BEST: u128 = 1 << 102;
pub(super) const SEND: u128 = 1 << 103;
pub(super) const INSERT: u128 = 1 << 104;
pub(super) const ADDRESS: u128 = 1 << 105;
pub(super) const EVERY: u128 = 1 << 106;
pub(super) const NEW: u128 = 1 << 107;
pub(super) const TASK: u128 = 1 << 108;
pub(super) const ONLY: u128 = 1 << 109;
pub(super) const ME: u128 = 1 << 110;
pub(super) const WITH: u128 = 1 << 111;
pub(super) const WRITE: u128 = 1 << 112;
pub(super) const VERDICT: u128 = 1 << 113;
pub(super) const END: u128 = 1 << 114;
pub(super) const REPLACE: u128 = 1 << 115;
pub(super) const FRESH: u128 = 1 << 116;

/// Each mark and its words.
#[rustfmt::skip]
pub(super) static WORDS: &[(u128, &str)] = &[
    (ABOUT, "attack* angriff* angreif* injection* jailbreak* attaque* ataque* attacc* phishing malware"),
    (FORGET, "faites haz ignore ignorer ignorez ignora ignori ignorar ignorare ignorier ignoriere ignorieren ignoriert \
      forget vergiss vergesst vergessen disregard missachte missachten neglect oublie oubliez oublier olvida olvide \
      olvidar dimentica dimentichi dimenticare abstraction caso trascura trascuri unberucksichtigt ignored haga hagan"),
    (IGNORE, "ignore ignoriere ignorier ignorieren ignoriert disregard ignora ignori ignorez"),
    (DROP, "ignore ignorer ignorez ignora ignori ignorar ignorare ignorier ignoriere ignorieren ignoriert ignored forget \
      vergiss vergesst vergessen disregard missachte missachten neglect oublie oubliez oublier olvida olvide olvidar \
      dimentica dimentichi dimenticare delete losche loschen loescht erase wipe discard verwirf verwerfen override \
      overwrite uberschreibe uberschreiben ueberschreibe drop abandon skip ubergehe ubergehen uberspringe streiche \
      streichen strike cancel efface effacez effacer borra borre borrar cancella cancelli cancellare descarta \
      descarte scarta scarti remplace remplacez reemplaza reemplace sostituisci ersetze ersetzen replace bypass \
      circumvent umgehe umgehen umgeht contourne contournez elude eluda aggira aggiri disable deaktiviere \
      deaktivieren deactivate desactive desactivez desactiva disattiva disattivi abandonne violate verletze \
      ubertrete unlearn purge annulla anula annule trascura trascuri abstraction caso haga hagan loesche loeschen \
      ueberschreiben uebergehe uebergehen uberspringen ueberspringe ueberspringen"),
    (SUSPEND, "suspend disable deactivate deaktiviere deaktivieren schalte schalten abschalten turn switch desactive \
      desactivez desactiva disattiva disattivi bypass circumvent umgehe umgehen contourne contournez elude aggira \
      aggiri override aussetzen setze lift remove entferne entfernen hebe heb aufheben aufzuheben leve supprime \
      elimina rimuovi"),
    (BREAK, "break brich brechen breche enfreindre romper rompere violate infrangere circumvent umgehen befreie free"),
    (BEFORE, "previous previously prior earlier preceding foregoing above aforementioned before vorherig* bisherig* fruher* \
      obig* vorangegangen* vorangehend* vorstehend* vorig* zuvor vorher bisher oben obengenannt* bislang \
      vorhergehend* precedent* anterieur* precede precedes dessus avant auparavant haut anterior* previa* previo* \
      antes arriba precedenti precedente sopra prima further weiter initial initially ursprunglich* original* \
      anfanglich* far hierher"),
    (ABOVE, "above obige obigen obiges oben foregoing"),
    (YOUR, "your dein deine deinem deinen deiner deines euer eure euren ihre ihren ihrer ihrem ta tes ton vos votre tus tu \
      su sus tuo tua tuoi tue sue suoi its own eigen* internal internen"),
    (ORDERS, "instruction* instruktion* anweisung* vorgabe vorgaben regel regeln rule rules guideline* directive* direktive* \
      directions richtlinie* leitlinie* policy policies command commands befehl befehle befehlen consigne* regle \
      regles instruccion* directriz directrices norma normas regla reglas indicacion* istruzion* regola regole \
      indicazion* direttiv* guida norme prompt prompts systemprompt* systemanweisung* systemvorgab* \
      systeminstruktion* inhaltsrichtlini* sicherheitsregel* sicherheitsvorgab* sicherheitsrichtlini* schutzregel* \
      grundregel* verhaltensregel* constraint* weisung weisungen ordenes"),
    (SAFE, "safety security sicherheits* schutz* securite seguridad sicurezza ethical"),
    (GUARDS, "safeguard* guardrail* protections schutzmechanism* inhaltsfilter* sicherheitsfilter* sicherheitsmechanism* \
      sicherheitsregel* sicherheitsvorgab* sicherheitsrichtlini* schutzregel* moderation"),
    (FILTER, "filter filters filtern filtre filtres filtro filtros filtri zensur censorship censure censura"),
    (LIMITS, "restriction* limit limits limitation* einschrankung* beschrankung* grenze grenzen schranken constraint* \
      restriccion* limite limites limiti restrizion* inhibition* boundaries"),
    (ALL, "all every everything any alle alles allen aller samtlich* jegliche* ganze gesamte* jede whole entire tout tous \
      toute toutes todo todas todos tutto tutte tutti ci complete komplett* alguna"),
    (TOLD, "told said says gesagt gesagte geschrieben steht stand mitgeteilt dit dicho dijo detto scritto written wrote \
      given mentioned genannt genannten erteilt erteilten donnees data dati dates imposed auferlegt* fed"),
    (THE, "der the das die den le les la lo il gli i el l"),
    (REST, "rest remainder remaining restlich* reste resto"),
    (CRITERIA, "criteria kriterien criteres criterios criteri"),
    (THIS, "dies davon hiervon this these diese dieser dieses diesem diesen folgend* following ce cette cet ces este esta \
      estas esto questo questa queste seguente siguiente suivant* celles below unten untenstehend*"),
    (TEXT, "text texte texto testo document dokument* documento message nachricht sentence satz satzes line zeile page \
      seite paragraph absatz email instruction anweisung contenu content contents inhalt block phrase"),
    (LINE, "line zeile ligne linea riga"),
    (VOID, "void invalid obsolete revoked cancelled canceled replaced superseded disabled deaktiviert ungultig hinfallig \
      aufgehoben kraft ersetzt annule* anulad* annullat* ignoriert ignored ignorieren streichen gestrichen uberholt \
      outdated overridden suspended lifted abgeschaltet nichtig"),
    (TEST, "test tests essai prueba prova joke scherz trick"),
    (TALK, "conversation* unterhaltung* chatverlauf* verlauf chat history historique historial cronologia gesprach* \
      dialog* context kontext* transcript* conversacion* conversazion* sitzung session"),
    (LET, "let lass lassen lasst laisse deja lascia"),
    (FALL, "tomber fallen"),
    (HOLD, "hold aufhalten stop bremsen hindern einschranken back"),
    (ASIDE, "aside acht kraft beiseite hinweg ausser unbeachtet"),
    (SET, "setze setzen set setz put"),
    (YOU, "hast tienes eres you du dich dir sie tu te vous toi usted ti lei ihr euch ya ahora ora adesso sei hai"),
    (NOT, "not no never nicht kein keine keinen keiner keinem keinerlei nie niemals don doesn dont t ne n pas jamais \
      aucun aucune ningun ninguna ningunas jamas non mai alcun alcuna alcuno nessun nessuna nessuno nulla nada rien \
      nichts nothing stop cease smetti deja arrete horen cesse"),
    (NOTHING, "nothing nichts rien nada nulla"),
    (MORE, "more mehr longer plus mas piu weiterhin"),
    (FOLLOW, "follow following obey comply adhere observe heed listen attention mind befolg befolge befolgen befolgt beachte \
      beachten folge folgen folgst halte halten haltst einhalten einzuhalten gehorche gehorchen achten achte horst \
      hore suis suivre suivez respecte respecter respectez tenir tenez tiens compte obeis obeir seguir sigue siga \
      sigas obedezca* obedece obedecer tengas tener tenga cuenta segui seguire obbedire obbedisci rispetta \
      rispettare tenere conto restrict binden"),
    (USER, "user users nutzer nutzers nutzern benutzer benutzers benutzern anwender anwenders utilisateur* usuario* utente \
      utenti"),
    (BUT, "but sondern mais sino ma instead"),
    (ALLOW, "allow allows erlaube erlaubt gestatte permets permet permito permite permetto permette authorize autorise \
      autorizo autorizzo ermachtige permit anweise order weise ordne instruct"),
    (SETTINGS, "configuration konfiguration settings einstellungen context"),
    (IS, "sei is are am be bin bist ist sind seid war waren was were sera es etes est son eres ser e siete suis wurden \
      werden"),
    (HOLDS, "apply applies gelten gilt gultig valid vigor binding wirksam relevant"),
    (STANDS, "steht stand stehen says say heisst lautet lauten do"),
    (FIRST, "first erste ersten erster premier premiere primer primera primo prima vorrang precedence priority prioritat \
      priorite prioridad precedenza prioritaire prioritario hochste ubersteuert supersedes overrides replaces \
      ersetzt remplace"),
    (NOW, "now jetzt nun ab von from maintenant desormais partir ahora ora adesso da henceforth fortan sofort"),
    (BOT, "assistant assistent assistenten assistants chatbot bot asistente assistente dan jailbroken hacker"),
    (FREE, "unrestricted uncensored unfiltered uneingeschrankt* ungefiltert* unzensiert* jailbroken dan filterlos \
      unbounded"),
    (MODE, "mode modus entwicklermodus testmodus modo modalita wartungsmodus"),
    (DEVMODE, "entwicklermodus godmode dan debugmodus administratormodus"),
    (DEVELOPER, "developer developpeur desarrollador sviluppatore dan debug god jailbreak unrestricted admin entwickler"),
    (HAVE, "have has hast habt haben avez as hai tienes tiene ha had hattest hatte"),
    (PRETEND, "pretend imagine act behave play take answer so vor verhalte agiere handle spiele spiel schlupfe antworte fais \
      faire joue agis comporte haz finge actua interpreta fai fingi comportati finta semblant simulate simuliere \
      stell stelle tu tun roleplay stellen verhalten faites agissez haga comportate"),
    (WITHOUT, "without ohne sans sin senza"),
    (EVIL, "evil bose boser bosen hacker hackers pirat pirate pirata cracker unethical"),
    (MAKER, "developer* entwickler* administrator* admin operator* betreiber* creator schopfer hersteller owner inhaber \
      arbeitgeber* auftraggeber* employer* developpeur* desarrollador* sviluppatore* programmer programmierer"),
    (MAKERS, "openai anthropic google mistral microsoft meta deepmind"),
    (MACHINE, "terminal konsole shell root systemadministrator* superuser sysadmin"),
    (SAY, "say says sagen alles anything whatever spricht speaking dire decir decirlo antworten"),
    (WANT, "wants want will wills willst mochte darf veut quiere vuole"),
    (KEYS, "password* passwort* passworter* key keys schlussel* credential* zugangsdaten kundendaten kontodaten \
      contrasena* passe token tokens secrets lizenzschlussel* api geheimnis* daten data informationen information \
      kontakte contacts account"),
    (READ, "read vorgelesen vorlas reading lisait leia"),
    (ANSWER, "answer answers respond reply replies response responses antworte antworten antwortest antwort reponds repondez \
      reponse repondre responde responder respuesta rispondi risponda risposta beantworte write schreibe"),
    (REGARD, "regard rucksicht regarding egard"),
    (SWITCH, "switch enable activate enter aktiviere aktivieren wechsle wechseln schalte passe active activez activa attiva \
      entra start starte turn befindest passez"),
    (LIFT, "aufgehoben abzuschalten lift remove hebe heb aufheben aufzuheben aufhebe leve lever elimino levanto rimuovo \
      suspend"),
    (HYPO, "hypothetisch hypothetically hypothetical angenommen suppose nehmen hypothetiquement hipoteticamente \
      ipoteticamente"),
    (SHOW, "show print reveal repeat output display disclose recite write list give tell read quote translate summarize \
      summarise encode reproduce expose leak share return dump copy paste zeig zeige zeigen gib geben gebe ausgeben \
      wiederhole wiederholen nenne nennen schreib schreibe liste drucke offenbare verrate lies zitiere kodiere \
      ubersetze fasse teile montre affiche repete revele traduis resume dis donne recopie imprime muestra muestrame \
      repite revela traduce dime escribe copia mostra mostrami ripeti rivela traduci stampa scrivi elenca dimmi \
      auflisten preisgeben away verraten schreiben drucken offenbaren lesen zitieren kodieren codiere codieren \
      ubersetzen fassen montrez affichez repetez revelez"),
    (SECRET, "secret secrets hidden geheim geheime geheimen geheimes geheimer versteckt versteckte versteckten cache caches \
      cachee cachees oculta ocultas oculto ocultos nascosta nascoste nascosto nascosti secretes secretas segrete \
      confidential internal internen gespeicherten stored"),
    (SYSTEM, "system systeme systems sistema systemprompt* systemanweisung* systemnachricht* systemvorgab*"),
    (PROMPT, "prompt prompts systemprompt*"),
    (SYSPROMPT, "systemprompt* systemanweisung* systemnachricht*"),
    (CONTEXT, "context kontext kontextfenster* contexte contesto contexto memory"),
    (MESSAGE, "message messages nachricht nachrichten mensaje mensajes messaggio messaggi mails e"),
    (GIVEN, "given gegeben vorgegeben initialized initialisiert bekommen erhalten received configured konfiguriert \
      instructed got donnees recibido ricevuto trained"),
    (WHAT, "what which was welche wie quel quelle quelles cual cuales qual quali"),
    (FORBIDDEN, "forbidden verboten supposed sollst interdit prohibido vietato allowed"),
    (INSTEAD, "instead anstatt statt stattdessen lieu lugar invece"),
    (BREAKOFF, "interrupt unterbrich stop abort beende interromps interrumpe interrompi"),
    (TELL, "tell telling mention inform informing reveal notify notifying alert sag sage sagen erwahne erwahnen verrate \
      verraten informieren informiere mitteilen teile teilen dis dire informer mentionne digas decir informar \
      menciones informare dica dirlo"),
    (CHANGE, "change anderung modification cambio modifica"),
    (HIDE, "hide conceal verschweige verschweigen verheimliche verberge cache oculta nascondi keep verheimlichen verbergen"),
    (LEARN, "know find learn see erfahren wissen merken sehen notice aware savoir saber sapere"),
    (DO, "execute run call confirm perform fuhre fuhren bestatige bestatigen rufe rufen executez ejecuta ejecute esegui \
      transfer send"),
    (CONFIRM, "ask asking confirmation confirm bestatigung nachzufragen ruckfrage nachfragen fragen frage nach demander \
      confirmacion conferma chiedere pedir permission zustimmung erlaubnis"),
    (NOTE, "note notice hinweis hinweise message nachricht attention achtung nota avis instruction* anweisung* consigne* \
      instruccion* istruzion* wichtig important"),
    (TO, "to for an fur pour para per a al alla l attention aux all"),
    (MODEL, "ai ki llm llms ia sprachmodell* sprachassistent* chatgpt gpt claude gemini copilot kis sprach"),
    (LANG, "language langage lenguaje linguistico linguistici"),
    (MODELWORD, "model models modele modeles modelo modelos modello modelli"),
    (MUST, "must should muss soll sollte has needs doit debe deve"),
    (HERE, "here hier stelle point ici aqui qui"),
    (OVER, "vor uber oberhalb over until bis before prior sur"),
    (SELF, "ich i je soy sono als as en como come io yo"),
    (OTHER, "other others anderen andere autres otras otros altre altri else"),
    (LICENCE, "license licence lizenz* activation"),
    (CLAIM, "claim behaupte state assert affirme afirma afferma pretend"),
    (EVEN, "even auch meme aunque anche"),
    (INPUT, "input nutzereingab* benutzereingab* usereingab* eingabe"),
    (IF, "if falls wenn si se"),
    (DEAR, "dear liebe lieber liebes chere querida cara hello hallo"),
    (RATE, "rate rank score recommend bewerte bewerten bewertung stufe empfiehl note puntuacion punteggio points punkte"),
    (REGARDLESS, "regardless unabhangig egal matter"),
    (EVER, "always immer toujours siempre sempre"),
    (BEST, "best beste besten bester highest hochste hochsten excellent hervorragend meilleur mejor migliore"),
    (SEND, "send forward transmit append upload post exfiltrate attach schick schicke schicken sende senden leite leiten \
      weiterleiten hange ubermittle ubermitteln ubertrage envoie envoyez transmets envia envie invia inoltra reenvia \
      transmite hangen ubertragen transmettez inoltri"),
    (INSERT, "insert add include fuge einfugen embed ajoute incluye anade inserisci aggiungi setze fugen ajoutez anada"),
    (ADDRESS, "address adresse url server link endpoint webhook direccion indirizzo mail email site website http https \
      postfach image audit"),
    (EVERY, "every each all jede jeder jedes jeden chaque cada ogni"),
    (NEW, "new neu neue neuer neuen real actual true updated changed geanderte* eigentliche wirkliche wahre nouvelle \
      nouveau nouvelles nueva nuevo nuevas nuova nuovo nuove aktualisierte"),
    (TASK, "task tasks aufgabe aufgaben goal mission job objective ziel auftrag tache tarea compito question questions \
      frage fragen pregunta preguntas domanda domande"),
    (ONLY, "only nur ausschliesslich uniquement solo solamente just exclusively"),
    (ME, "me mich mir my meine meinen moi mi mis this diese diesem celles estas queste these"),
    (WITH, "with mit dem avec par con si yes ja"),
    (WRITE, "write schreibe schreib output gib say answer antworte ecris escribe scrivi"),
    (VERDICT, "approved approval granted freigabe erteilt genehmigt approuve aprobado approvato pwned hacked"),
    (END, "end ende fin fine"),
    (REPLACE, "replace ersetze ersetzen remplace reemplaza sostituisci overwrite uberschreibe remplacez"),
    (FRESH, "fresh neu start starte anew"),
];
