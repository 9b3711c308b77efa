#ifndef CART_H
#define CART_H

int cart_total(const int *prices, int n, int discount);

#endif
