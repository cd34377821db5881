package org.hallkiosk.hal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serial:/dev/serial/by-id/usb-FTDI_A1?baud=115200&parity=even&stop=1.5",
                "tcp:10.0.0.7:9100",
                "tcp:[fe80::1]:9100",
                "tcp-listen:127.0.0.1:0",
                "pty:/tmp/led",
                "file:/dev/usb/lp0",
                "loop:led-1?baud=9600&split=1"
            })
    void whatItReadsItWritesAgain(String text) {
        assertThat(LinkAddress.parse(text)).hasToString(text);
    }

    @Test
    void anOptionThatIsNotGivenHasItsDefault() {
        LinkAddress address = LinkAddress.parse("serial:/dev/ttyS0?parity=odd");
        assertThat(address.option("parity")).isEqualTo("odd");
        assertThat(address.option("data")).isEqualTo("8");
        assertThat(address.baud()).isEqualTo(9600);
        assertThat(LinkAddress.parse("tcp:host:1").baud()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "led                          | is no link: it needs a scheme",
                "usb:/dev/x                   | No link begins with \"usb:\". Known are serial:",
                "TCP:host:1                   | No link begins with \"TCP:\"",
                "serial:ttyS0                 | is not of the form serial:/dev/",
                "serial:/dev/ttyS0?speed=9600 | no option speed. Known are baud, data, parity",
                "tcp:host:1?nodelay=1         | no option nodelay. It knows none",
                "serial:/dev/ttyS0?baud=fast  | cannot have baud=fast",
                "serial:/dev/ttyS0?baud       | \"baud\" in",
                "loop:x?baud=1&baud=2         | gives the option baud twice",
                "tcp:host                     | is not of the form tcp:HOST:PORT",
                "tcp:host:0                   | not in 1–65535",
                "tcp-listen:host:65536        | not in 0–65535",
                "loop:                        | is not of the form loop:NAME"
            })
    void whatIsWrongIsSaidInOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> LinkAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
