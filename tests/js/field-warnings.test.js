// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { contactFault, phoneNumber, tidyContact } from "../../palier/mobile/static/mobile/logic/contacts.js";
import { findings, warningWords } from "../../palier/mobile/static/mobile/logic/warnings.js";

/** @param {string} text */
const kinds = (text) => findings(text).map(({ kind, found }) => `${kind}: ${found}`);

test("numbers are seen however they are said", () => {
  const said = ["0639981234", "06 39 98 12 34", "06.39.98.12.34", "06-39-98-12-34", "+33 6 39 98 12 34", "+33 (0)6 39 98 12 34", "0033639981234"];

  assert.deepEqual(said.map((number) => kinds(`rappelez au ${number} svp`)), said.map((number) => [`telephone: ${number}`]));
});

test("hours, years, prices and flats are no numbers of a telephone", () => {
  const said = ["à 14 h 30, en 2027", "59000 Lille", "le bâtiment 12, 3e étage", "1 250 euros par mois", "bus 0612", "le 06/03/2027", "dossier 061234567890123"];

  assert.deepEqual(said.flatMap(kinds), []);
});

test("addresses are seen", () => {
  assert.deepEqual(kinds("écrire à leïla.b@exemple.fr."), ["courriel: leïla.b@exemple.fr"]);
  assert.deepEqual(kinds("rendez-vous @ 14 h"), []);
});

test("a first name with its surname, or a title with a surname, is seen", () => {
  const said = {
    "Karim Benali dit que l'ascenseur est en panne": "Karim Benali",
    "la voisine, Marie-Claire DUPONT, attend": "Marie-Claire DUPONT",
    "j'ai vu Awa Diallo hier": "Awa Diallo",
    "selon Mme Traoré il fait froid": "Mme Traoré",
    "M. Petit ne sort plus": "M. Petit",
    "le fils de Sofia El Amrani": "Sofia El Amrani",
    "avec Paul de La Roche": "Paul de La Roche",
    "c'est l'avis d'Aïcha Benkirane": "Aïcha Benkirane",
  };

  assert.deepEqual(Object.keys(said).map(kinds), Object.values(said).map((name) => [`nom: ${name}`]));
});

test("streets, schools, organisations and the beginning of a sentence are nobody's name", () => {
  const said = [
    "rue Victor Hugo il n'y a plus de banc",
    "devant l'école Jules Ferry",
    "place du Général de Gaulle",
    "l'avenue Jean Jaurès est noire le soir",
    "France Travail ne répond pas, la Mission Locale non plus",
    "Les Lilas, c'est loin. Le Centre Social aussi",
    "Il faut un banc. Elle attend la Caf depuis Mars",
    "au Secours Populaire et aux Restos du Cœur",
    "Karim a 12 ans et joue au foot",
    "Karim B. voudrait un jardin",
    "On attend. Personne ne vient",
    "la Sécurité Sociale, la CPAM, le RSA",
    "au quartier des Acacias, Tour Bleue",
  ];

  assert.deepEqual(said.flatMap(kinds), []);
});

test("what is seen is said in one sentence, each thing once", () => {
  const found = findings("Awa Diallo, 06 39 98 12 34, puis encore 06 39 98 12 34");

  assert.equal(warningWords(found), "On dirait un numéro de téléphone (06 39 98 12 34), le nom de quelqu'un (Awa Diallo).");
  assert.equal(warningWords([]), "");
});

test("a number is kept as it is dialled in France, or as it is dialled from abroad", () => {
  assert.deepEqual(["0639981234", "+33 6 39 98 12 34", "0033 (0)6.39.98.12.34"].map(phoneNumber), Array(3).fill("06 39 98 12 34"));
  assert.equal(phoneNumber("+213 551 23 45 67"), "+213551234567");
  assert.deepEqual(["06 39 98 12", "639981234", "+33 39 98", "00", "chez Awa 0639981234", "+33 0 00"].map(phoneNumber), Array(6).fill(""));
});

test("a contact that cannot work is said while the person is there", () => {
  assert.equal(contactFault("telephone", "06 39 98 12"), "Un numéro a 10 chiffres, celui-ci en a 8. Relisez-le avec la personne.");
  assert.equal(contactFault("telephone", "+33 6 39 98 12"), "Un numéro a 10 chiffres, celui-ci en a 8. Relisez-le avec la personne.");
  assert.equal(contactFault("telephone", "00 00 00 00 00"), "Ce numéro n'existe pas sous cette forme. Relisez-le avec la personne.");
  assert.equal(contactFault("courriel", "awa@"), "Une adresse ressemble à prenom@exemple.fr. Relisez-la avec la personne.");
  assert.equal(contactFault("autre", "  "), "Notez un seul moyen de joindre la personne.");
  assert.deepEqual(["telephone", "courriel", "autre"].map((kind, index) => contactFault(kind, ["0639981234", "awa@exemple.fr", "au jardin, le mardi"][index] ?? "")), ["", "", ""]);
  assert.equal(tidyContact("courriel", " awa@exemple.fr "), "awa@exemple.fr");
});
