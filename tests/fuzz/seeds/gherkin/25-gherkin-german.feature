# language: de
Funktionalität: Kontoauszug
  Als Kunde möchte ich meinen Kontoauszug herunterladen, damit ich ihn ablegen kann.

  Grundlage:
    Angenommen ich bin angemeldet

  Szenario: Auszug als PDF
    Wenn ich den Auszug für Mai herunterlade
    Dann erhalte ich eine PDF-Datei

  Szenariogrundriss: kein Auszug
    Wenn ich den Auszug für <Monat> herunterlade
    Dann lese ich "nicht vorhanden"

    Beispiele:
      | Monat |
      | 1999  |
      | 2099  |
