/**
 * A self-made certificate for `localhost` and 127.0.0.1, which is valid for a hundred years, and its key. It protects nothing.
 */

/** The certificate, which a client of a test trusts. */
export const chain = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUPRzPSoOlLYsGbuE7rPucM4Dc3R4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDIwMTUyMFoYDzIxMjYxMTA2
MjAxNTIwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQY8C7w6tWbKQzTYrdoCf8TIOm2ye5U2Huk8X4CjBHwtpcrUItKOMZn
bVADF4N/V/6ATtBNCROh7W7Ks0Tyn0O8o28wbTAdBgNVHQ4EFgQUbEDRIWO+lj23
OF4Nr21u9U7JF9IwHwYDVR0jBBgwFoAUbEDRIWO+lj23OF4Nr21u9U7JF9IwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgYvKs12df8P98mWvl9R/Zp0STyt0MN1le0M9WLrJ89tQCIQDe
CkEPLMHBPnyqN9ttTW9OUhPVcICukiajvDc1J0cmlg==
-----END CERTIFICATE-----
`

/** The private key of the certificate. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVhBjmsr9bmreOQz8
iOHbtWIPZUaKvaJMPqu0nVED2oChRANCAAQY8C7w6tWbKQzTYrdoCf8TIOm2ye5U
2Huk8X4CjBHwtpcrUItKOMZnbVADF4N/V/6ATtBNCROh7W7Ks0Tyn0O8
-----END PRIVATE KEY-----
`
