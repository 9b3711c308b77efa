Feature: Product search

  Scenario Outline: Spelling mistakes still find something
    When I search for "<typed>"
    Then the first result is "<found>"

    Examples:
      | typed | found     |
      | mugg  | Blue mug  |
      | shrit | Red shirt |

  Scenario: Filter by price
    When I search for "mug" and set the price range to 5 to 8 EUR
    Then I see only mugs in that price range

  Scenario: Nothing found
    When I search for "unicorn"
    Then I see that nothing was found
    And I see 4 popular products instead
