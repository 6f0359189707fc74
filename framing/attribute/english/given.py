"""Given names by sex: the commonest of English-speaking countries, so that "she" is not read as John.

Constants only. A name given to both sexes, or in neither list, tells nothing.
"""

from __future__ import annotations

from framing.attribute.english.cues import words

MALE_NAMES = words("""
    aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alejandro alex alexander alexei alfred ali
    allan allen alvin amir anatoly anders andre andrea andreas andrei andrew andy angelo anthony antonio antony
    arnold arthur austin barack barry bashar ben benjamin bernard bernie bill billy bob bobby boris brad bradley
    brandon brendan brent brett brian bruce bryan carl carlos charles charlie chris christian christopher chuck
    clarence claude clifford clint clyde colin craig curtis dale dan daniel danny darren darryl dave david dean
    dennis derek dick diego dmitri dmitry dominic don donald doug douglas duane dwight earl ed eddie edgar eduardo
    edward edwin elijah elliott emmanuel enrique eric erik ernest ethan eugene evan felix fernando floyd francis
    francisco francois frank franklin fred frederick fritz gabriel gareth gary gavin gene geoffrey george gerald
    gerard gilbert giovanni glen glenn gordon graham grant greg gregory guillermo gustavo guy hamid hans harold
    harry harvey hassan heinz henry herbert herman howard hugh hussein ian ibrahim igor isaac ivan jack jacob
    jacques jake james jamie jared jason javier jay jean-claude jean-marc jeb jeff jeffrey jens jeremy jerome jerry
    jesse jim jimmy joachim joe joel joerg johan john johnny jon jonathan jorge jose joseph josh joshua juan julian
    julio jürgen justin karl keith ken kenneth kevin kirk klaus konstantin kurt kyle larry lars laurent lawrence lee
    leo leon leonard leroy leslie lewis lloyd louis luca lucas luis luke malcolm manuel marc marcel marco marcus
    mario mark martin marvin matt matteo matthew maurice max maxim melvin michael michel miguel mikhail mike milton
    mitch mohamed mohammad mohammed morris muhammad nathan nathaniel neil nelson nicholas nick nicolas nigel nikolai
    norman oleg oliver omar oscar otto owen pablo patrick paul pedro peter phil philip philippe pierre rafael ralph
    ramon randall randy raul ray raymond reginald ricardo richard rick ricky rob robert roberto rodney roger roland
    ron ronald ross roy rudy rupert russell ryan sam samuel scott sean sebastian serge sergei sergey seth shane
    shawn sidney simon spencer stanley stefan stephen steve steven stuart ted terrence terry theodore thomas tim
    timothy toby todd tom tommy tony travis tyler umar victor viktor vincent vladimir vyacheslav walter warren wayne
    wesley wilhelm will willard william willie wolfgang xavier yuri yusuf zachary
""") - words("lee leslie andrea jamie")
FEMALE_NAMES = words("""
    abigail adele agnes alexandra alice alicia alison allison amanda amber amelia amy ana andrea angela angelina
    anita ann anna annalena anne annette annie april arlene ashley audrey aung barbara beatrice becky belinda
    bernice beth betsy betty beverly bonnie brenda brigitte brittany camilla carla carly carmen carol caroline
    carolyn carrie catherine cathy cecilia charlene charlotte cheryl chloe christina christine cindy claire clara
    claudia colleen connie constance crystal cynthia daisy danielle dawn deborah debbie debra delores denise diana
    diane dolores donna dora doris dorothy edith edna eileen elaine eleanor elena elisabeth elizabeth ella ellen
    elsie emily emma erica erika erin ernestine esther ethel eva evelyn fatima federica florence frances fiona gail
    georgia geraldine gertrude gina gladys glenda gloria grace gwendolyn hannah harriet hazel heather heidi helen
    helena hilary hillary holly ida ilhan imelda ingrid irene irina irma isabel isabella ivanka jackie jacqueline
    jane janet janice jasmine jean jeanette jeanne jennifer jenny jessica jill jo joan joann joanna joanne jodi
    josephine joy joyce juanita judith judy julia julie june kaja karen karin kate katherine kathleen kathryn kathy
    katie katrina kay kellyanne kim kimberly kirsten kristen kristin kristina laura lauren leah lena liliana lillian
    linda lisa lois loretta lori lorraine louise lucille lucy lydia lynn mabel madeleine madeline maggie marcia
    margaret margarita maria marian marianne marie marilyn marina marine marion marjorie martha mary maureen megan
    meghan melania melanie melissa mildred minnie miriam molly monica muriel myrtle nadia nancy naomi natalia
    natalie nicole nikki nina nora norma olga olivia pamela patricia paula pauline pearl peggy penelope penny
    phyllis priscilla rachel raisa ramona rebecca regina renee rhonda rita roberta robin rosa rosalynn rose rosemary
    roxanne ruby ruth sabrina sally samantha sandra sara sarah sharon sheila shelly sherry shirley sofia sonia
    sophia sophie stacey stella stephanie sue susan suzanne svetlana sylvia tamara tammy tanya tara tatiana teresa
    thelma theresa tiffany tina tracy ursula valentina valerie vanessa vera veronica vicki victoria viola virginia
    vivian wanda wendy yolanda yvonne zoe
""") - words("andrea robin tracy kim jean lynn stacey marion jackie ashley dawn april june")


def given_sex(given: str) -> str:
    """ "male", "female" or nothing for a given name as it stands.

    >>> given_sex("John"), given_sex("Maria"), given_sex("Orlu")
    ('male', 'female', '')
    """
    name = given.lower()
    if name in FEMALE_NAMES:
        return "female"
    return "male" if name in MALE_NAMES else ""
