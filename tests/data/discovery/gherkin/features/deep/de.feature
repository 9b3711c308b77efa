# language: de
Funktionalität: Korb
  Szenario: Hinzufügen
    Angenommen ein Korb

  Szenariogrundriss: Größe <g>
    Angenommen ein <g>
    Beispiele:
      | g |
      | S |
