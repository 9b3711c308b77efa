@returns
Feature: Returns and refunds

  Background:
    Given a delivered order of 59.50 EUR

  @SHOP-33
  Scenario: Customer returns everything within 14 days
    When I send the parcel back after 10 days
    Then 59.50 EUR go back to my card
    And I get a mail about the refund

  Scenario: Return after the period has ended
    When I ask for a return label after 15 days
    Then I read that the return period of 14 days is over

  Scenario: Damaged item
    When I report a damaged item with a photo
    Then customer service decides about a refund or a replacement within 2 working days
