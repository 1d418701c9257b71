package com.psc.attachments.settings;

/**
 * A setting has a value that it does not take. It ends the start with its message alone, which names the setting and what it
 * takes. The value of a secret is not part of the message, nor kept.
 */
class WrongSetting extends IllegalArgumentException {

    private static final int LONGEST_SHOWN = 100;

    /** The value is none of what the catalogue says that the setting takes. */
    WrongSetting(Setting setting, String given) {
        this(setting.name(), setting, given);
    }

    /** @param name the name of the setting under which the value was given */
    WrongSetting(String name, Setting setting, String given) {
        super(name + " is " + shown(setting, given) + "; it takes " + setting.takes() + ".");
    }

    private static String shown(Setting setting, String given) {
        if (setting.isSecret()) {
            return "wrong";
        }
        String printable = given.replaceAll("\\p{Cntrl}", "\uFFFD").replaceAll("(?<=//)[^/]*@", "***@");
        return printable.length() > LONGEST_SHOWN
                ? "\"" + printable.substring(0, LONGEST_SHOWN) + "…\""
                : "\"" + printable + "\"";
    }
}
