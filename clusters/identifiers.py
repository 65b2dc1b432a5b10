def wz_code(code, edition):
    return code


def vat_id(v):
    return v


def lei(v):
    return v


def business_id(v):
    return v


def postcode(v):
    return v


def register_number(*a):
    return a
