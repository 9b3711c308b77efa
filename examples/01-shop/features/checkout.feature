@checkout
Feature: Checkout
  Shoppers turn what is in the cart into an order.

  Background:
    Given a cart with 2 mugs at 9.00 EUR
    And the shop has 10 mugs in stock

  @smoke @SHOP-41
  Scenario: Guest buys without registering
    Given I am not signed in
    When I enter my e-mail address and delivery address
    And I pay with a valid card
    Then the order is placed
    And I was never asked for a password

  @SHOP-12
  Scenario Outline: Total with VAT and shipping is shown before payment
    When I choose delivery to <country>
    Then I see a total of <total> EUR including VAT and shipping
    And the pay button shows the same amount

    Examples:
      | country     | total |
      | Germany     | 26.32 |
      | France      | 30.50 |
      | Netherlands | 29.68 |

  @SHOP-17
  Scenario: Another card after a decline
    When I pay with a card that has insufficient funds
    Then I read that the card was declined because of insufficient funds
    And my cart still holds 2 mugs
    When I pay with a valid card
    Then the order is placed

  @SHOP-21
  Scenario: The last mug is gone at the moment of payment
    Given another customer buys 9 mugs
    When I pay with a valid card
    Then I read that "mug" is no longer available in this quantity
    And my card is not charged

  Rule: Signed-in customers have less to type

    Scenario: Saved address is filled in
      Given I am signed in and have a saved address
      When I go to checkout
      Then the saved delivery address is filled in

    Scenario: Saved card needs its security code
      Given I am signed in and have a saved card
      When I pay with the saved card
      Then I am asked for the security code only
