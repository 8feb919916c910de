/** Lengths in characters; OWASP ASVS asks for 8 and advises 15, and for at least 64 to be allowed. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/**
 * What people choose first, as words: leaked passwords of twelve characters and more are nearly all one or two of these with
 * digits or signs around them. The list is our own, from the top of the public lists of leaked passwords.
 */
const COMMON_WORDS = new Set(
  `password passwort motdepasse contrasena senha parola wachtwoord haslo heslo parool salasana passw pass passwd passphrase
  admin administrator root user username guest login logon signin test testing tester demo default temp temporary changeme
  change me changeit secret topsecret letmein welcome willkommen bienvenue hello hallo access enter master manager support
  service system server database mysql oracle postgres postgresql redis grafana prometheus plumbline example company
  qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc
  wsxedc qweasd qweasdzxc asdqwe zaqxsw zaqwsx abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijkl
  abcdefghijklmnopqrstuvwxyz iloveyou love lovely loveme iloveu sunshine princess dragon monkey football baseball basketball
  soccer hockey superman batman spiderman pokemon starwars trustno shadow michael jordan jennifer jessica ashley daniel
  charlie thomas andrew joshua matthew anthony robert william summer winter spring autumn sommer fruehling herbst monday
  friday january february march april june july august september october november december freedom whatever computer
  internet samsung google facebook linkedin microsoft windows apple iphone android cheese chocolate cookie banana orange
  flower butterfly angel angels jesus christ god blessed forever family mother father baby money killer ninja hunter ranger
  harley mustang ferrari porsche mercedes corvette yankees liverpool arsenal chelsea barcelona realmadrid juventus london
  berlin paris newyork america germany ginger pepper buster tigger maggie bailey snoopy fuckyou fuck asshole bitch correct
  horse battery staple correcthorsebatterystaple opensesame nothing something anything everything incorrect security
  secure private the and is my your our new old this that one two three four five first last big for`
    .split(/\s+/)
    .filter(Boolean),
);

const LEET: Record<string, string> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** Digits and signs at the ends are what people add when a password is refused. */
const bare = (word: string): string => word.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
const lettersOnly = (word: string): string => word.replace(/[^\p{L}]/gu, "");
const unleeted = (word: string): string => [...word].map((sign) => LEET[sign] ?? sign).join("");

/** How few words of the list the letters are made of, without a rest. */
function fewestWords(words: ReadonlySet<string>, letters: string): number {
  const fewest = [0];
  for (let end = 1; end <= letters.length; end++)
    fewest[end] = fewest.reduce(
      (least, before, start) =>
        start < end && words.has(letters.slice(start, end)) ? Math.min(least, before + 1) : least,
      Number.POSITIVE_INFINITY,
    );
  return fewest[letters.length] ?? Number.POSITIVE_INFINITY;
}

/** "aaaaaaaaaaaa", "abcabcabcabc", "121212121212". */
const isRepetition = (text: string): boolean => /^(.{1,6}?)\1+.{0,3}$/su.test(text) && new Set(text).size <= 6;

/** "123456789012", "abcdefghijkl", "987654321098". */
function isSequence(text: string): boolean {
  const steps = [...text].slice(1).map((sign, i) => (sign.codePointAt(0) ?? 0) - ([...text][i]?.codePointAt(0) ?? 0));
  return [1, -1].some((step) => steps.filter((each) => each !== step && each !== step * -9).length <= 1);
}

function isCommon(password: string, own: readonly string[]): boolean {
  const low = password.toLowerCase();
  if (isRepetition(low) || isSequence(low)) return true;
  const words = new Set([
    ...COMMON_WORDS,
    ...own.map((each) => lettersOnly(each.toLowerCase())).filter(({ length }) => length > 2),
  ]);
  const readings = [lettersOnly(low), lettersOnly(unleeted(bare(low))), lettersOnly(unleeted(low))];
  return readings.some((letters) => letters !== "" && fewestWords(words, letters) <= 3);
}

/**
 * Why a password is not taken, as a sentence; null where it is. Any characters may be in it, and none has to be.
 * `own`: words that are known of the person, such as their name.
 */
export function passwordFault(password: string, own: readonly string[] = []): string | null {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD)
    return `is shorter than ${SHORTEST_PASSWORD} characters. Four or five unrelated words are easy to keep in mind.`;
  if (length > LONGEST_PASSWORD) return `is longer than ${LONGEST_PASSWORD} characters.`;
  if (isCommon(password, own)) return "is among the first that are guessed. Four or five unrelated words are not.";
  return null;
}
