"""Addresses that nobody may be sent to, in every way they can be written."""

from __future__ import annotations

IPV4 = """
127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 0x7f.1 0x7f.0.0.1 0X7F.0X0.0X0.0X1 0x7f000001
2130706433 017700000001 0177.1 0177.0.0.1 00177.0.0.01 0 0.0 0.0.0.0 00.0.0.0 0x0 0.0.0.1
10.0.0.1 10.1 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.257 3232235777
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 169.16689662 169.254.170.2
100.64.0.1 100.127.255.254 192.0.0.1 192.0.0.170 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 4294967295 127.0.0.1.0 256.256.256.256 1.2.3
""".split()

IPV6 = """
[::1] [::] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::127.0.0.1] [::7f00:1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:0:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254]
[::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b::a00:1]
[64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:4136:e378:8000:63bf:80ff:fffe]
[2001:db8::1] [2001:10::1] [2001:20::1] [100::1] [3fff::1] [5f00::1] [fc00::1] [fd00::1]
[fd00:ec2::254] [fe80::1] [fe80::1%25eth0] [fe80::1%eth0] [febf::1] [fec0::1] [ff02::1] [ff0e::1]
[::1%25lo] [::1]. [127.0.0.1] [localhost] [] [::1
""".split()

IDN = """
127。0。0。1 127．0．0．1 127｡0｡0｡1 １２７.０.０.１ ①②⑦.⓪.⓪.① ⑯⑨。②⑤④。⑯⑨｡②⑤④ 𝟏𝟐𝟕.𝟎.𝟎.𝟏
ｌｏｃａｌｈｏｓｔ ℓocalhost 𝓵𝓸𝓬𝓪𝓵𝓱𝓸𝓼𝓽 loc\u00adalhost ⓛocalhost localhost。
""".split()

NAMES = {
    "localhost": ["127.0.0.1", "::1"],
    "localhost.localdomain": ["127.0.0.1"],
    "ip6-localhost": ["::1"],
    "127.0.0.1.sslip.example": ["127.0.0.1"],
    "intranet.example": ["10.20.30.40"],
    "metadata.example": ["169.254.169.254"],
    "zero.example": ["0.0.0.0"],
    "any6.example": ["::"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::1"],
    "linklocal.example": ["fe80::1"],
    "unique-local.example": ["fd12:3456::1"],
    "shared.example": ["100.64.1.1"],
    "both.example": ["93.184.215.14", "127.0.0.1"],
    "both-the-other-way.example": ["10.0.0.1", "93.184.215.14"],
    "six-and-four.example": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "192.168.1.1"],
}
"""What the resolver of the test says of them."""

WITH_PRETENCE = """
http://user@127.0.0.1/ http://user:word@127.0.0.1/ http://public.example@127.0.0.1/
http://public.example:80@127.0.0.1/ http://127.0.0.1@public.example/ http://:@127.0.0.1/
http://@127.0.0.1/ http://public.example%40127.0.0.1/ http://public.example\\@127.0.0.1/
http://127.0.0.1\\@public.example/ http://127.0.0.1\\.public.example/ http://127.0.0.1#@public.example/
http://127.0.0.1?@public.example/ http://127.0.0.1;@public.example/ http://127.0.0.1%2f@public.example/
http://%31%32%37.0.0.1/ http://127.0.0.1%00.public.example/ http://127.0.0.1%09/ http://127.0.0.1,public.example/
http:///127.0.0.1/ http:/127.0.0.1/ http:127.0.0.1 http:////127.0.0.1/ http://./ http://../ http://-/
http://public.example:22/ http://public.example:25/ http://public.example:5432/ http://public.example:0/
http://public.example:65536/ http://public.example:-1/ http://public.example:80:25/ http://public.example:٨٠/
http://127.0.0.1:80/ http://127.0.0.1:443/ https://127.0.0.1/ https://[::1]/ http://[::ffff:127.0.0.1]:8080/
""".split()

UNPRINTABLE = [
    "http://127.0.0.1 .public.example/",
    "http://127.0.0.1\t/",
    "http://127.0.0.1\r\nHost:public.example/",
    "http://public.example /",
    " http://127.0.0.1/",
    "\x00http://127.0.0.1/",
    "ht\ntp://127.0.0.1/",
    "http://" + "a" * 5_000 + ".example/",
    "http://" + "a." * 200 + "example/",
]

OTHER_SCHEMES = """
gopher://127.0.0.1:6379/_FLUSHALL file:///etc/passwd file://localhost/etc/passwd FILE:///etc/passwd
ftp://127.0.0.1/ ftps://127.0.0.1/ sftp://127.0.0.1/ tftp://127.0.0.1/x dict://127.0.0.1:11211/stats gopher://public.example:80/ ftp://public.example:443/
ldap://127.0.0.1/ jar:http://127.0.0.1!/ netdoc:///etc/passwd data:application/json,{} javascript:1
ws://127.0.0.1/ unix:///run/x.sock http+unix://%2Frun%2Fx.sock/ view-source:http://127.0.0.1/
//127.0.0.1/ 127.0.0.1 localhost /etc/passwd ../../etc/passwd url:http://127.0.0.1/ http: http:// https:///
/vsicurl/http://127.0.0.1/ /vsicurl_streaming/http://127.0.0.1/ /vsizip//vsicurl/http://127.0.0.1/x.zip
/vsigzip//vsicurl/http://127.0.0.1/ /vsis3/bucket/x /vsimem/x vsicurl:http://127.0.0.1/
WFS:http://127.0.0.1/ OAPIF:http://127.0.0.1/ GeoJSON:http://127.0.0.1/
""".split()


def list_forbidden() -> list[str]:
    """All of them, as somebody would write them in a form or a redirect."""
    hosts = [*IPV4, *IPV6, *IDN, *NAMES, "LOCALHOST", "localhost."]
    return [
        *(f"http://{host}/layer" for host in hosts),
        *WITH_PRETENCE,
        *UNPRINTABLE,
        *OTHER_SCHEMES,
        "",
    ]
